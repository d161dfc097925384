package dev.hearth.wire.signature;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The JDK's SHA-2 and HMAC without their checked exceptions: every JDK has these algorithms.
final class Digests {
  static final HexFormat HEX = HexFormat.of();

  private static final String HMAC = "HmacSHA256";

  private Digests() {}

  static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static MessageDigest sha256() {
    return digest("SHA-256");
  }

  static byte[] sha256(byte[] bytes) {
    return sha256().digest(bytes);
  }

  /// A MAC that is ready to take in data.
  static Mac hmac(byte[] key) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }
}
