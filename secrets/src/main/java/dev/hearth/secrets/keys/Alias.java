package dev.hearth.secrets.keys;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Region;
import java.time.Instant;

/// Another name of a key.
///
/// @param name with its `alias/`
public record Alias(
    AccountId account, Region region, String name, String keyId, Instant created, Instant updated) {
  /// What names of AWS managed keys begin with.
  public static final String AWS = "alias/aws/";

  /// `arn:aws:kms:region:account:alias/name`.
  public Arn arn() {
    return arn(account, region, name);
  }

  /// The ARN of an alias that need not exist.
  public static Arn arn(AccountId account, Region region, String name) {
    return Arn.of("kms", region, account, name);
  }
}
