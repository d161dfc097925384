package dev.hearth.secrets.keys;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The pairs that go with a ciphertext and must be given again to decrypt it.
public final class EncryptionContext {
  /// Bytes in UTF-8. Source: KMS Developer Guide, "Encryption context".
  private static final int MOST_BYTES = 8192;

  private EncryptionContext() {}

  /// The pairs in one form, whatever order they came in: each text behind its length.
  ///
  /// @throws dev.hearth.kernel.ServiceException where they are too long
  static byte[] canonical(Map<String, String> context) {
    var bytes = new ByteArrayOutputStream();
    new TreeMap<>(context)
        .forEach(
            (key, value) -> {
              append(bytes, key);
              append(bytes, value);
            });
    if (bytes.size() > MOST_BYTES) {
      throw KmsErrors.validation("The encryption context must not be longer than 8192 bytes.");
    }
    return bytes.toByteArray();
  }

  private static void append(ByteArrayOutputStream bytes, String text) {
    var encoded = text.getBytes(StandardCharsets.UTF_8);
    bytes.writeBytes(ByteBuffer.allocate(4).putInt(encoded.length).array());
    bytes.writeBytes(encoded);
  }

  /// The condition keys that come with it.
  public static Map<String, List<String>> conditions(Map<String, String> context) {
    Map<String, List<String>> conditions = new HashMap<>();
    context.forEach((key, value) -> conditions.put("kms:EncryptionContext:" + key, List.of(value)));
    if (!context.isEmpty()) {
      conditions.put("kms:EncryptionContextKeys", List.copyOf(context.keySet()));
    }
    return conditions;
  }
}
