package dev.hearth.identity.credentials;

import dev.hearth.kernel.Payload;
import java.nio.charset.StandardCharsets;

/// Seals the secrets of users' access keys for the store. They cannot be kept as a hash: a
/// signature is verified with the secret itself.
public final class AccessKeySecrets {
  private final Seal seal;

  public AccessKeySecrets(Seal seal) {
    this.seal = seal;
  }

  public Payload seal(String accessKeyId, String secret) {
    return Payload.of(seal.seal(purpose(accessKeyId), secret.getBytes(StandardCharsets.UTF_8)));
  }

  /// @throws IllegalStateException where the sealing key is not the one that sealed it
  public String open(String accessKeyId, Payload sealed) {
    var secret =
        seal.open(purpose(accessKeyId), sealed.bytes())
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "the secret of " + accessKeyId + " was sealed with another key"));
    return new String(secret, StandardCharsets.UTF_8);
  }

  private static String purpose(String accessKeyId) {
    return "access-key:" + accessKeyId;
  }
}
