package dev.hearth.workflows;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import java.util.regex.Pattern;

/// The name of one durable execution:
/// `arn:aws:lambda:region:account:function:name:version/durable-execution/name/run`.
///
/// @param version `$LATEST` or a number: every replay runs it
/// @param name given by the caller, or the run's
/// @param run unique, for a name may be used again once its execution was forgotten
public record DurableExecutionArn(
    AccountId account, Region region, String function, String version, String name, String run) {
  private static final Pattern FORM =
      Pattern.compile(
          "arn:aws[a-zA-Z-]*:lambda:([a-z0-9-]{1,64}):([0-9]{12}):function:([a-zA-Z0-9_-]{1,64})"
              + ":(\\$LATEST|[0-9]{1,18})/durable-execution/([a-zA-Z0-9_-]{1,64})"
              + "/([a-zA-Z0-9_-]{1,64})");

  /// @throws dev.hearth.kernel.ServiceException `InvalidParameterValueException` for anything else
  public static DurableExecutionArn parse(String text) {
    var parts = FORM.matcher(text);
    if (!parts.matches() || !Region.isValid(parts.group(1))) {
      throw Refusals.invalid(
          "DurableExecutionArn: %s (expected: the ARN of a durable execution)".formatted(text));
    }
    return new DurableExecutionArn(
        new AccountId(parts.group(2)),
        new Region(parts.group(1)),
        parts.group(3),
        parts.group(4),
        parts.group(5),
        parts.group(6));
  }

  /// The version that runs.
  public FunctionReference functionVersion() {
    return new FunctionReference(account, region, function, version);
  }

  @Override
  public String toString() {
    return functionVersion().arn() + "/durable-execution/" + name + "/" + run;
  }
}
