package dev.hearth.invocation;

/// What the [Roster] decided about an invocation, or about a sandbox to be provisioned.
sealed interface Decision {
  /// Use this warm sandbox.
  record Use(Slot slot) implements Decision {}

  /// Start one: there is room for it.
  record Start(Pool pool) implements Decision {}

  /// Wait: the node is full.
  record Wait(Ticket ticket) implements Decision {}

  /// It may not run.
  ///
  /// @param reason Lambda's `Reason`
  record Refuse(String reason) implements Decision {}

  /// The version was replaced meanwhile.
  record Retired() implements Decision {}
}
