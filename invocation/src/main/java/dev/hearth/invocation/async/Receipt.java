package dev.hearth.invocation.async;

/// What came of sending a record.
public sealed interface Receipt {
  /// The other end has it.
  record Delivered() implements Receipt {}

  /// It will never take it.
  record Refused(String why) implements Receipt {}

  /// It may take it later.
  record Unavailable(String why) implements Receipt {}
}
