package dev.hearth.secrets.keys;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Cipher;

/// Signatures of messages and of digests, by the algorithms of KMS.
///
/// @param algorithm such as `ECDSA_SHA_256`
/// @param digested whether the message is a digest already
record Signing(String algorithm, boolean digested) {
  private static final HexFormat HEX = HexFormat.of();

  /// What precedes a digest in PKCS #1 v1.5. Source: RFC 8017, section 9.2, note 1.
  private static final Map<Integer, byte[]> DIGEST_INFO =
      Map.of(
          256, HEX.parseHex("3031300d060960864801650304020105000420"),
          384, HEX.parseHex("3041300d060960864801650304020205000430"),
          512, HEX.parseHex("3051300d060960864801650304020305000440"));

  private int bits() {
    return Integer.parseInt(algorithm.substring(algorithm.length() - 3));
  }

  private void check(byte[] message) {
    if (digested && message.length != bits() / 8) {
      throw KmsErrors.validation("Digest is invalid length for algorithm " + algorithm + ".");
    }
  }

  byte[] sign(PrivateKey key, byte[] message) {
    check(message);
    try {
      if (digested && algorithm.startsWith("RSASSA_PKCS1")) {
        // Encrypting with a private key is PKCS #1's signature padding to the JDK.
        var cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
        cipher.init(Cipher.ENCRYPT_MODE, key);
        return cipher.doFinal(digestInfo(message));
      }
      var signature = signature();
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign", e);
    }
  }

  boolean verify(PublicKey key, byte[] message, byte[] signed) {
    check(message);
    try {
      if (digested && algorithm.startsWith("RSASSA_PKCS1")) {
        var cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
        cipher.init(Cipher.DECRYPT_MODE, key);
        return MessageDigest.isEqual(digestInfo(message), cipher.doFinal(signed));
      }
      var signature = signature();
      signature.initVerify(key);
      signature.update(message);
      return signature.verify(signed);
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("cannot verify", e);
    } catch (GeneralSecurityException _) {
      return false; // no signature at all
    }
  }

  private byte[] digestInfo(byte[] digest) {
    var prefix = DIGEST_INFO.get(bits());
    if (prefix == null) {
      throw new IllegalStateException(algorithm);
    }
    return ByteBuffer.allocate(prefix.length + digest.length).put(prefix).put(digest).array();
  }

  private Signature signature() throws GeneralSecurityException {
    if (algorithm.startsWith("RSASSA_PSS")) {
      if (digested) {
        throw KmsErrors.unsupported(
            "Hearth signs and verifies by RSASSA_PSS only messages (MessageType RAW), not"
                + " digests.");
      }
      var hash = "SHA-" + bits();
      var signature = Signature.getInstance("RSASSA-PSS");
      signature.setParameter(
          new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), bits() / 8, 1));
      return signature;
    }
    var hash = digested ? "NONE" : "SHA" + bits();
    return Signature.getInstance(hash + "with" + (algorithm.startsWith("ECDSA") ? "ECDSA" : "RSA"));
  }
}
