package dev.hearth.sandbox.wasm.worker;

/// How one event ended.
sealed interface Round {
  /// The module answered; more than the platform takes is cut after the first byte too many.
  record Answered(byte[] answer) implements Round {}

  /// @param type such as `Runtime.Trap`
  record Failed(String type, String message) implements Round {}

  /// There was not even what the guest's end needs of stack or heap.
  record Lost() implements Round {}
}
