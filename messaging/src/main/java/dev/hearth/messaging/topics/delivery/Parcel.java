package dev.hearth.messaging.topics.delivery;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.kernel.Payload;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// What waits to be sent to one endpoint.
///
/// @param subscription its ARN
/// @param raw whether the body is the message alone
/// @param body as the endpoint gets it
/// @param traceId AWS's trace header, or null
record Parcel(
    String subscription,
    Kind kind,
    String messageId,
    boolean raw,
    String body,
    @Nullable String traceId) {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  Payload encode() {
    try {
      return Payload.of(JSON.writeValueAsBytes(this));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // writing to memory does no I/O
    }
  }

  static Parcel decode(Payload stored) {
    try {
      return JSON.readValue(stored.bytes(), Parcel.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // not what encode wrote
    }
  }
}
