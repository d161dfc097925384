package dev.hearth.cli.check;

import java.util.function.Consumer;

/// Events that fail leave no trace.
final class AsynchronousWithoutDestination extends Rule<DeployedFunction> {
  AsynchronousWithoutDestination() {
    super(
        "async-without-destination",
        Severity.MEDIUM,
        DeployedFunction.class,
        "A function that is invoked asynchronously has neither a dead-letter target nor an"
            + " on-failure destination, so that events which fail get lost",
        "Set an on-failure destination: put-function-event-invoke-config --destination-config.");
  }

  @Override
  protected void examine(DeployedFunction function, Consumer<Finding> found) {
    if (!function.catchesFailures() && !function.asynchronousBecause().isEmpty()) {
      found.accept(
          finding(
              Place.of(function.resource()),
              "It is invoked asynchronously: "
                  + String.join(", ", function.asynchronousBecause())
                  + "."));
    }
  }
}
