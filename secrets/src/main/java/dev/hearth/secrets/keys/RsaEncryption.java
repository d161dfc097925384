package dev.hearth.secrets.keys;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/// RSAES-OAEP as KMS means it: the mask's hash is the label's.
final class RsaEncryption {
  private RsaEncryption() {}

  /// @throws dev.hearth.kernel.ServiceException where the plaintext is too long for the key
  static byte[] encrypt(PublicKey key, String algorithm, byte[] plain) {
    try {
      return cipher(Cipher.ENCRYPT_MODE, key, algorithm).doFinal(plain);
    } catch (GeneralSecurityException _) {
      throw KmsErrors.validation("The plaintext is too long for this key and algorithm.");
    }
  }

  /// @throws dev.hearth.kernel.ServiceException `InvalidCiphertextException`
  static byte[] decrypt(PrivateKey key, String algorithm, byte[] ciphertext) {
    try {
      return cipher(Cipher.DECRYPT_MODE, key, algorithm).doFinal(ciphertext);
    } catch (GeneralSecurityException _) {
      throw KmsErrors.invalidCiphertext();
    }
  }

  private static Cipher cipher(int mode, Key key, String algorithm)
      throws GeneralSecurityException {
    var hash = algorithm.endsWith("_1") ? MGF1ParameterSpec.SHA1 : MGF1ParameterSpec.SHA256;
    var cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    cipher.init(
        mode,
        key,
        new OAEPParameterSpec(hash.getDigestAlgorithm(), "MGF1", hash, PSource.PSpecified.DEFAULT));
    return cipher;
  }
}
