package dev.hearth.messaging.topics.delivery;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.kernel.Payload;
import dev.hearth.messaging.sealing.DataKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// What waits to be sent to one endpoint.
///
/// @param subscription its ARN
/// @param raw whether the body is the message alone
/// @param body as the endpoint gets it
/// @param traceId AWS's trace header, or null
/// @param label of the data key that the body is sealed by; null where it is in the clear
record Parcel(
    String subscription,
    Kind kind,
    String messageId,
    boolean raw,
    String body,
    @Nullable String traceId,
    @Nullable String label) {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  /// With its body sealed by `key`.
  Parcel sealedBy(DataKey key) {
    return new Parcel(
        subscription, kind, messageId, raw, key.seal(body), traceId, key.label().toString());
  }

  /// With its body in the clear.
  ///
  /// @throws dev.hearth.kernel.ServiceException where KMS does not open it
  Parcel opened(TopicKeys keys) {
    return label == null
        ? this
        : new Parcel(subscription, kind, messageId, raw, keys.open(label, body), traceId, null);
  }

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
