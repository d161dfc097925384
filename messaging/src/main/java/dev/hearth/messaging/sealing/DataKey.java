package dev.hearth.messaging.sealing;

import dev.hearth.kernel.Arn;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// A data key in the clear. It seals by AES-256-GCM with random nonces; what it seals is bound to
/// its label.
public final class DataKey {
  private static final String ALGORITHM = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Label label;
  private final SecretKeySpec key;

  DataKey(Label label, byte[] secret) {
    this.label = label;
    this.key = new SecretKeySpec(secret, "AES");
  }

  /// What is stored beside what was sealed, and opens it again by KMS: the resource that the data
  /// key was made for, and the sealed data key in Base64.
  public record Label(Arn resource, String sealed) {
    private static final String VERSION = "kms1 ";

    /// Whether a column has a label, and not what nobody sealed: JSON begins otherwise.
    public static boolean is(String column) {
      return column.startsWith(VERSION);
    }

    /// @param column for which [#is] says so
    public static Label parse(String column) {
      var parts = column.split(" ", 3);
      return new Label(Arn.parse(parts[1]).orElseThrow(), parts[2]);
    }

    /// As its column has it.
    @Override
    public String toString() {
      return VERSION + resource + " " + sealed;
    }
  }

  public Label label() {
    return label;
  }

  /// @return Base64
  public String seal(String plain) {
    var nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    try {
      var cipher = cipher(Cipher.ENCRYPT_MODE, nonce);
      var bytes = plain.getBytes(StandardCharsets.UTF_8);
      var all = Arrays.copyOf(nonce, NONCE_BYTES + cipher.getOutputSize(bytes.length));
      cipher.doFinal(bytes, 0, bytes.length, all, NONCE_BYTES);
      return Base64.getEncoder().encodeToString(all);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a text cannot be sealed", e);
    }
  }

  /// @param sealed what [#seal] gave
  public String open(String sealed) {
    var all = Base64.getDecoder().decode(sealed);
    try {
      var cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(all, NONCE_BYTES));
      return new String(
          cipher.doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES), StandardCharsets.UTF_8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("what was sealed for " + label.resource + " is damaged", e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
    var cipher = Cipher.getInstance(ALGORITHM);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(label.toString().getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
