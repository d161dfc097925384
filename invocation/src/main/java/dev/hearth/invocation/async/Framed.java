package dev.hearth.invocation.async;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.kernel.Payload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/// How work waits in a queue: one line of JSON about it, then its payload as it came.
public final class Framed {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final byte NEW_LINE = '\n';

  private Framed() {}

  /// @param head a record of texts and numbers
  public static Payload join(Object head, Payload body) {
    try {
      var line = JSON.writeValueAsBytes(head);
      var bytes = body.bytes();
      var all = Arrays.copyOf(line, line.length + 1 + bytes.length);
      all[line.length] = NEW_LINE; // JSON has none unescaped
      System.arraycopy(bytes, 0, all, line.length + 1, bytes.length);
      return Payload.of(all);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // writing to memory does no I/O
    }
  }

  public static <T> T head(Payload framed, Class<T> type) {
    try {
      return JSON.readValue(framed.bytes(), 0, end(framed), type);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // not what join wrote
    }
  }

  public static Payload body(Payload framed) {
    return Payload.of(Arrays.copyOfRange(framed.bytes(), end(framed) + 1, framed.size()));
  }

  private static int end(Payload framed) {
    int end = 0;
    while (framed.bytes()[end] != NEW_LINE) {
      end++;
    }
    return end;
  }
}
