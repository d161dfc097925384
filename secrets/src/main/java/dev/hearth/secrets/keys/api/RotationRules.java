package dev.hearth.secrets.keys.api;

import dev.hearth.secrets.keys.KeyRing;
import dev.hearth.secrets.keys.KmsErrors;
import dev.hearth.secrets.keys.KmsKey;

/// What the operations on rotation share.
final class RotationRules {
  private RotationRules() {}

  /// Refuses keys whose material cannot be replaced.
  static KmsKey rotatable(KmsKey key) {
    if (!key.spec().isSymmetric()) {
      throw KmsErrors.unsupported(key.arn() + " is not a symmetric encryption key.");
    }
    KeyRing.checkUsable(key);
    return key;
  }
}
