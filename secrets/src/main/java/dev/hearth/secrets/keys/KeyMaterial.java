package dev.hearth.secrets.keys;

import dev.hearth.kernel.Payload;

/// The secret of a key: bytes, or a private key in PKCS #8.
///
/// @param publicKey in X.509; empty for symmetric keys
public record KeyMaterial(Payload secret, Payload publicKey) {
  @Override
  public String toString() {
    return "KeyMaterial[]"; // never the secret
  }
}
