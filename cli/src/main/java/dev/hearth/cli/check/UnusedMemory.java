package dev.hearth.cli.check;

import java.util.function.Consumer;

/// Memory that no run has needed.
final class UnusedMemory extends Rule<DeployedFunction> {
  /// The least that can be configured, in MiB.
  private static final int LEAST = 128;

  private static final int TIMES = 2;

  UnusedMemory() {
    super(
        "memory-unused",
        Severity.LOW,
        DeployedFunction.class,
        "A function has more than twice the memory that any run has used",
        "`hearth tune NAME` finds the size that suits it; mind that its CPU follows its memory.");
  }

  @Override
  protected void examine(DeployedFunction function, Consumer<Finding> found) {
    var usage = function.usage();
    if (usage.runs() >= UnusedTimeout.FEWEST_RUNS
        && function.memoryMebibytes() > LEAST
        && usage.mostMebibytes() * TIMES < function.memoryMebibytes()) {
      found.accept(
          finding(
              Place.of(function.resource(), "memory"),
              "It has %d MB; the most that one of %d runs used is %d MB."
                  .formatted(function.memoryMebibytes(), usage.runs(), usage.mostMebibytes())));
    }
  }
}
