package dev.hearth.cli.check;

import java.util.function.Consumer;

/// A queue that asks for no encryption at rest.
final class UnencryptedQueue extends Rule<DeployedQueue> {
  UnencryptedQueue() {
    super(
        "queue-unencrypted",
        Severity.MEDIUM,
        DeployedQueue.class,
        "A queue has neither SqsManagedSseEnabled nor KmsMasterKeyId",
        "Set SqsManagedSseEnabled to true, or KmsMasterKeyId to a key of KMS.");
  }

  @Override
  protected void examine(DeployedQueue queue, Consumer<Finding> found) {
    if (!queue.encrypted()) {
      found.accept(finding(Place.of(queue.resource()), "Encryption at rest is switched off."));
    }
  }
}
