package dev.hearth.cli.check;

import java.util.Locale;
import java.util.function.Consumer;

/// A run that hangs is waited for much longer than any run takes.
final class UnusedTimeout extends Rule<DeployedFunction> {
  /// Fewer runs say too little.
  static final int FEWEST_RUNS = 20;

  /// What a function gets that says nothing, in seconds. Source: "Configure Lambda function
  /// timeout".
  private static final int DEFAULT = 3;

  private static final int TIMES = 10;

  UnusedTimeout() {
    super(
        "timeout-unused",
        Severity.LOW,
        DeployedFunction.class,
        "A function's timeout is more than ten times its longest run",
        "Lower the timeout, so that a run which hangs ends sooner and costs less.");
  }

  @Override
  protected void examine(DeployedFunction function, Consumer<Finding> found) {
    var usage = function.usage();
    if (usage.runs() >= FEWEST_RUNS
        && function.timeoutSeconds() > DEFAULT
        && usage.longest().toMillis() * TIMES < function.timeoutSeconds() * 1000L) {
      found.accept(
          finding(
              Place.of(function.resource(), "timeout"),
              String.format(
                  Locale.ROOT,
                  "Timeout is %d s; the longest of %d runs took %.1f s.",
                  function.timeoutSeconds(),
                  usage.runs(),
                  usage.longest().toMillis() / 1000.0)));
    }
  }
}
