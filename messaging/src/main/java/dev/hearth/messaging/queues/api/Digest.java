package dev.hearth.messaging.queues.api;

import dev.hearth.messaging.queues.MessageAttribute;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The MD5 digests by which clients see that their message arrived as it was. Source: SQS Developer
/// Guide, "Calculating the MD5 message digest for message attributes".
final class Digest {
  private static final byte STRING = 1;
  private static final byte BINARY = 2;

  private Digest() {}

  static String of(String body) {
    return HexFormat.of().formatHex(md5().digest(body.getBytes(StandardCharsets.UTF_8)));
  }

  /// @return null where there are none
  static @Nullable String of(Map<String, MessageAttribute> attributes) {
    if (attributes.isEmpty()) {
      return null;
    }
    var digest = md5();
    new TreeMap<>(attributes)
        .forEach(
            (name, attribute) -> {
              update(digest, name.getBytes(StandardCharsets.UTF_8));
              update(digest, attribute.dataType().getBytes(StandardCharsets.UTF_8));
              var binary = attribute.binary();
              if (binary != null) {
                digest.update(BINARY);
                update(digest, binary.bytes());
              } else {
                digest.update(STRING);
                update(digest, String.valueOf(attribute.string()).getBytes(StandardCharsets.UTF_8));
              }
            });
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, byte[] bytes) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
