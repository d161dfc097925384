package dev.hearth.secrets.keys.api;

import dev.hearth.secrets.keys.KeyMaterial;
import dev.hearth.secrets.keys.KeyRing;
import dev.hearth.secrets.keys.KmsErrors;
import dev.hearth.secrets.keys.KmsKey;
import dev.hearth.secrets.keys.Spec;
import org.jspecify.annotations.Nullable;

/// What the operations that make data keys share.
final class DataKeys {
  private static final int MOST_BYTES = 1024;

  private DataKeys() {}

  /// How long a data key is to be.
  ///
  /// @param spec `AES_128`, `AES_256` or null
  /// @throws dev.hearth.kernel.ServiceException unless one of the two is given
  static int bytes(@Nullable String spec, @Nullable Integer number) {
    if ((spec == null) == (number == null)) {
      throw KmsErrors.validation(
          "Please specify either number of bytes or key spec, and not both.");
    }
    int bytes = number != null ? number : "AES_128".equals(spec) ? 16 : 32;
    if (bytes < 1 || bytes > MOST_BYTES) {
      throw KmsErrors.validation("NumberOfBytes must be from 1 to 1024.");
    }
    return bytes;
  }

  /// A key that data keys can be encrypted by.
  static KmsKey checked(KmsKey key, String operation) {
    KeyRing.checkUsable(key);
    if (!key.spec().isSymmetric()) {
      throw KmsErrors.invalidUsage(key, operation);
    }
    return key;
  }

  /// A new pair of this spec.
  static KeyMaterial pair(Kms kms, String spec) {
    return kms.ring()
        .pair(
            Spec.find(spec)
                .filter(Spec::isPair)
                .orElseThrow(
                    () -> KmsErrors.unsupported("Hearth makes no key pairs of the spec " + spec)));
  }
}
