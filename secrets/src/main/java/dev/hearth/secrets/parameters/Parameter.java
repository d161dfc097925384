package dev.hearth.secrets.parameters;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Region;
import java.util.Map;

/// A parameter and its current version.
///
/// @param id never used again
/// @param name as it was made, with or without the slash at its beginning
public record Parameter(
    long id,
    AccountId account,
    Region region,
    String name,
    Map<String, String> tags,
    ParameterVersion current) {
  /// `arn:aws:ssm:region:account:parameter/name`.
  public Arn arn() {
    return new ParameterName(name).arn(account, region);
  }
}
