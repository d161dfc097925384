package dev.hearth.functions;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// One version of one function as it is to be run: an immutable snapshot of code and settings.
///
/// @param name the function's bare name
/// @param version `$LATEST` or a number
/// @param revision changes with every change of `$LATEST`; two snapshots with the same revision run
///   the same code with the same settings
/// @param state `Pending`, `Active`, `Inactive` or `Failed`
/// @param code the unpacked, read-only folder
/// @param codeSha256 of the function's own archive, in base 64
/// @param environment the user's variables, in the clear
public record FunctionVersion(
    AccountId account,
    Region region,
    String name,
    String version,
    String revision,
    String state,
    Path code,
    String codeSha256,
    Settings settings,
    Map<String, String> environment) {

  /// The function, with the version as its qualifier.
  public FunctionReference reference() {
    return new FunctionReference(account, region, name, version);
  }

  /// `arn:aws:lambda:region:account:function:name`.
  public String functionArn() {
    return "arn:aws:lambda:" + region + ":" + account + ":function:" + name;
  }

  /// The function's ARN with the version behind it.
  public String versionArn() {
    return functionArn() + ":" + version;
  }

  /// Whether its sandboxes are copies of one that is initialised: see [Settings#snapStarts()].
  public boolean snapStarts() {
    return settings.snapStarts() && !version.equals(FunctionReference.LATEST);
  }

  /// How long one run may take.
  public Duration timeout() {
    return Duration.ofSeconds(settings.timeoutSeconds());
  }

  @Override
  public String toString() {
    return "FunctionVersion[" + versionArn() + "]"; // the environment holds secrets
  }
}
