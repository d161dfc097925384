package dev.hearth.secrets.keys;

import dev.hearth.kernel.Payload;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/// What a symmetric key makes: a header that names the key and the version of its material, and
/// what only they open.
///
/// `1 | key id (16 bytes) | version (4) | salt (16) | nonce (12) | AES-256-GCM`. Each message has a
/// key of its own, derived from the material and the salt by HKDF-SHA256, so that no number of
/// messages wears a key out. Header and encryption context are authenticated.
record Ciphertext(String keyId, int version, Payload payload) {
  private static final byte FORMAT = 1;
  private static final int NAMED = 1 + 16 + 4;
  private static final int SALT = 16;
  private static final int NONCE = 12;
  private static final int HEADER = NAMED + SALT + NONCE;
  private static final int TAG_BITS = 128;
  private static final byte[] INFO = "Hearth KMS 1".getBytes(StandardCharsets.UTF_8);

  /// @throws dev.hearth.kernel.ServiceException `InvalidCiphertextException` where it is none
  static Ciphertext parse(byte[] bytes) {
    if (bytes.length < HEADER + TAG_BITS / 8 || bytes[0] != FORMAT) {
      throw KmsErrors.invalidCiphertext();
    }
    var header = ByteBuffer.wrap(bytes, 1, NAMED - 1);
    var id = new UUID(header.getLong(), header.getLong()).toString();
    return new Ciphertext(id, header.getInt(), Payload.of(bytes));
  }

  static byte[] encrypt(
      String keyId,
      int version,
      byte[] material,
      byte[] plain,
      Map<String, String> context,
      SecureRandom random) {
    var fresh = new byte[SALT + NONCE];
    random.nextBytes(fresh);
    var id = UUID.fromString(keyId);
    var header =
        ByteBuffer.allocate(HEADER)
            .put(FORMAT)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .putInt(version)
            .put(fresh)
            .array();
    try {
      var sealed = cipher(Cipher.ENCRYPT_MODE, material, header, context).doFinal(plain);
      return ByteBuffer.allocate(HEADER + sealed.length).put(header).put(sealed).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot encrypt", e);
    }
  }

  /// @throws dev.hearth.kernel.ServiceException `InvalidCiphertextException` where anything is not
  ///   as it was
  byte[] decrypt(byte[] material, Map<String, String> context) {
    var bytes = payload.bytes();
    var header = Arrays.copyOf(bytes, HEADER);
    try {
      return cipher(Cipher.DECRYPT_MODE, material, header, context)
          .doFinal(bytes, HEADER, bytes.length - HEADER);
    } catch (AEADBadTagException _) {
      throw KmsErrors.invalidCiphertext();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot decrypt", e);
    }
  }

  private static Cipher cipher(
      int mode, byte[] material, byte[] header, Map<String, String> context)
      throws GeneralSecurityException {
    var salt = Arrays.copyOfRange(header, NAMED, NAMED + SALT);
    var key =
        KDF.getInstance("HKDF-SHA256")
            .deriveKey(
                "AES",
                HKDFParameterSpec.ofExtract().addIKM(material).addSalt(salt).thenExpand(INFO, 32));
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, header, NAMED + SALT, NONCE));
    cipher.updateAAD(header);
    cipher.updateAAD(EncryptionContext.canonical(context));
    return cipher;
  }
}
