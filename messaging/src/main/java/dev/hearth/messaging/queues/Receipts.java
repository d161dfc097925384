package dev.hearth.messaging.queues;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Makes receipt handles and reads them: opaque texts that only we can have made.
final class Receipts {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int CONTENT_BYTES = 4 * Long.BYTES;
  private static final int MAC_BYTES = 16;
  private static final Base64.Encoder ENCODER = Base64.getEncoder();
  private static final Base64.Decoder DECODER = Base64.getDecoder();

  private final Mac prototype;

  Receipts(byte[] key) {
    prototype = mac(new SecretKeySpec(key, ALGORITHM));
  }

  /// One receive of one message.
  ///
  /// @param fence how often the message was received then
  /// @param receivedAt in milliseconds of the epoch
  record Receipt(long queue, long message, long fence, long receivedAt) {}

  String write(Receipt receipt) {
    var content =
        ByteBuffer.allocate(CONTENT_BYTES)
            .putLong(receipt.queue())
            .putLong(receipt.message())
            .putLong(receipt.fence())
            .putLong(receipt.receivedAt())
            .array();
    return ENCODER.encodeToString(
        ByteBuffer.allocate(CONTENT_BYTES + MAC_BYTES)
            .put(content)
            .put(sign(content), 0, MAC_BYTES)
            .array());
  }

  /// @return nothing where the handle is none of ours
  Optional<Receipt> read(String handle) {
    byte[] bytes;
    try {
      bytes = DECODER.decode(handle);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
    if (bytes.length != CONTENT_BYTES + MAC_BYTES) {
      return Optional.empty();
    }
    var content = Arrays.copyOf(bytes, CONTENT_BYTES);
    var proof = Arrays.copyOfRange(bytes, CONTENT_BYTES, bytes.length);
    if (!MessageDigest.isEqual(proof, Arrays.copyOf(sign(content), MAC_BYTES))) {
      return Optional.empty();
    }
    var read = ByteBuffer.wrap(content);
    return Optional.of(new Receipt(read.getLong(), read.getLong(), read.getLong(), read.getLong()));
  }

  private byte[] sign(byte[] content) {
    try {
      return ((Mac) prototype.clone()).doFinal(content); // one is not for many threads
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e); // the JDK's own can
    }
  }

  private static Mac mac(SecretKeySpec key) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
