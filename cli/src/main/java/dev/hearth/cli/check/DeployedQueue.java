package dev.hearth.cli.check;

/// A queue as it is configured.
///
/// @param encrypted by SQS's own key or one of KMS
/// @param redrives whether messages that fail go to a dead-letter queue
/// @param deadLetters whether others' failures end here: such a queue needs none of its own
public record DeployedQueue(String name, boolean encrypted, boolean redrives, boolean deadLetters)
    implements Subject {
  /// What findings about it are said of.
  public String resource() {
    return "queue " + name;
  }
}
