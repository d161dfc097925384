package dev.hearth.secrets.keys.api;

import dev.hearth.kernel.Payload;
import dev.hearth.secrets.keys.KmsErrors;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;

/// What is signed and authenticated.
final class Messages {
  private static final int MOST_BYTES = 4096;

  private Messages() {}

  static Map<String, List<String>> conditions(String algorithm, @Nullable String type) {
    return Map.of(
        "kms:SigningAlgorithm", List.of(algorithm),
        "kms:MessageType", List.of(Objects.requireNonNullElse(type, "RAW")));
  }

  static boolean digested(@Nullable String type) {
    if (type != null && !type.equals("RAW") && !type.equals("DIGEST")) {
      throw KmsErrors.unsupported("Hearth signs no messages of the type " + type + ".");
    }
    return "DIGEST".equals(type);
  }

  static Payload checked(SdkBytes message) {
    var payload = Kms.payload(message);
    if (payload.size() < 1 || payload.size() > MOST_BYTES) {
      throw KmsErrors.validation("Message must be 1 to 4096 bytes long.");
    }
    return payload;
  }
}
