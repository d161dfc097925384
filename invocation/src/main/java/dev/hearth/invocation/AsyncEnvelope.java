package dev.hearth.invocation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.functions.FunctionReference;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.Region;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// An accepted event as it waits in the queue: one line of JSON about it, then its payload as it
/// came.
record AsyncEnvelope(FunctionReference function, Event event) {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final byte NEW_LINE = '\n';

  private record Head(
      String account,
      String region,
      String name,
      String qualifier,
      String requestId,
      @Nullable String clientContext,
      @Nullable String traceId,
      @Nullable String tenantId) {}

  Payload encode() {
    try {
      var head =
          JSON.writeValueAsBytes(
              new Head(
                  function.account().digits(),
                  function.region().name(),
                  function.name(),
                  function.qualifier(),
                  event.requestId(),
                  event.clientContext(),
                  event.traceId(),
                  event.tenantId()));
      var payload = event.payload().bytes();
      var all = Arrays.copyOf(head, head.length + 1 + payload.length);
      all[head.length] = NEW_LINE; // JSON has none unescaped
      System.arraycopy(payload, 0, all, head.length + 1, payload.length);
      return Payload.of(all);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // writing to memory does no I/O
    }
  }

  static AsyncEnvelope decode(Payload stored) {
    var bytes = stored.bytes();
    int end = 0;
    while (bytes[end] != NEW_LINE) {
      end++;
    }
    try {
      var head = JSON.readValue(bytes, 0, end, Head.class);
      var function =
          new FunctionReference(
              new AccountId(head.account), new Region(head.region), head.name, head.qualifier);
      return new AsyncEnvelope(
          function,
          new Event(
              head.requestId,
              function.arn(),
              Payload.of(Arrays.copyOfRange(bytes, end + 1, bytes.length)),
              head.clientContext,
              head.traceId,
              head.tenantId));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
