package dev.hearth.cli.check;

import java.util.function.Consumer;

/// A message that always fails comes back until it is too old, and is then lost.
final class QueueWithoutRedrive extends Rule<DeployedQueue> {
  QueueWithoutRedrive() {
    super(
        "queue-without-redrive",
        Severity.MEDIUM,
        DeployedQueue.class,
        "A queue has no redrive policy: a message that always fails comes back until it is too"
            + " old, and is lost",
        "Set RedrivePolicy with a dead-letter queue and maxReceiveCount.");
  }

  @Override
  protected void examine(DeployedQueue queue, Consumer<Finding> found) {
    if (!queue.redrives() && !queue.deadLetters()) {
      found.accept(finding(Place.of(queue.resource()), "There is no RedrivePolicy."));
    }
  }
}
