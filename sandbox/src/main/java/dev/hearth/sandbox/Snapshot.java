package dev.hearth.sandbox;

import java.util.Optional;

/// One version of a function, initialised once, that sandboxes are made of as copies: what they
/// would all load is loaded, and shared as long as nobody changes it. No invocation runs in it.
///
/// Copies are isolated from each other as other sandboxes are, but for what `docs/decisions` names.
public interface Snapshot extends AutoCloseable {
  /// Waits until the function is initialised.
  ///
  /// @return how that failed, or nothing
  Optional<Failure> awaitInitialised();

  /// Why no copy can be made.
  ///
  /// @param errorType such as `Runtime.ImportModuleError`
  /// @param message for the function's author
  record Failure(String errorType, String message) {}

  /// A new sandbox, whose function is initialised and has its hooks after a restore to run yet.
  ///
  /// @param spec as that of the snapshot, but for what is a sandbox's own
  /// @param log what the code writes, and the platform's own lines about it
  /// @throws dev.hearth.kernel.ServiceException when none can be made; see [#usable()]
  Sandbox restore(SandboxSpec spec, LogSink log);

  /// False once nothing can be copied any more: it was closed, or its process has ended.
  boolean usable();

  /// How many of its copies live.
  int copies();

  /// Lets go of it, once its last copy has ended; those that live go on. Idempotent.
  @Override
  void close();
}
