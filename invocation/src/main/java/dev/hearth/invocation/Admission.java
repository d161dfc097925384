package dev.hearth.invocation;

/// The pools' answer to "may this invocation run now?".
sealed interface Admission {
  /// It may, in this sandbox; closing gives it back.
  record Granted(Slot slot) implements Admission {}

  /// It may not.
  ///
  /// @param reason Lambda's `Reason`, such as `ConcurrentInvocationLimitExceeded`
  record Throttled(String reason) implements Admission {}

  /// The version was replaced since the caller looked it up: look it up again.
  record Retired() implements Admission {}
}
