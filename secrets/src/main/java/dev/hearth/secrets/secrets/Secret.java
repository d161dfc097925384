package dev.hearth.secrets.secrets;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Region;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A secret, without its values.
///
/// @param id never used again
/// @param suffix six random characters at the end of its ARN
/// @param keyId of the KMS key that encrypts it; null for `alias/aws/secretsmanager`
/// @param deletion when it goes; null unless that is scheduled
/// @param policy null where it has none
public record Secret(
    long id,
    AccountId account,
    Region region,
    String name,
    String suffix,
    @Nullable String description,
    @Nullable String keyId,
    Instant created,
    Instant changed,
    @Nullable Instant accessed,
    @Nullable Instant deletion,
    @Nullable String policy,
    Map<String, String> tags) {
  /// `arn:aws:secretsmanager:region:account:secret:name-suffix`.
  public Arn arn() {
    return Arn.of("secretsmanager", region, account, "secret:" + name + "-" + suffix);
  }

  /// The same, encrypted by another key from now on.
  public Secret withKey(@Nullable String other) {
    return new Secret(
        id,
        account,
        region,
        name,
        suffix,
        description,
        other,
        created,
        changed,
        accessed,
        deletion,
        policy,
        tags);
  }
}
