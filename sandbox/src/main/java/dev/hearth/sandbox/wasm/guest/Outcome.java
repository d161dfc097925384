package dev.hearth.sandbox.wasm.guest;

/// How a guest ended.
public sealed interface Outcome {
  /// It returned, or called `proc_exit`.
  record Exited(int status) implements Outcome {}

  /// It did what WebAssembly forbids.
  ///
  /// @param reason such as `integer divide by zero`
  record Trapped(String reason) implements Outcome {}

  /// There was not the memory that it needs to begin.
  record OutOfMemory(String reason) implements Outcome {}

  /// It was told to end.
  record Killed() implements Outcome {}
}
