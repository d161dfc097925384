package dev.hearth.sandbox;

/// Makes sandboxes. `bubblewrap` isolates, `process` does not; both pass one suite of tests.
public interface Driver extends AutoCloseable {
  /// `bubblewrap` or `process`.
  String name();

  /// A sandbox that has, or is about to have, its code: from the parked pool where one is ready,
  /// else made now. Returns before the function's initialisation is over.
  ///
  /// @param log what the code writes, and the platform's own lines about it
  /// @throws dev.hearth.kernel.ServiceException when the host cannot make one now
  Sandbox start(SandboxSpec spec, LogSink log);

  /// Sandboxes that wait for code, by runtime family, for `hearth ps`.
  java.util.Map<String, Integer> parked();

  /// Kills every sandbox, parked ones too.
  @Override
  void close();
}
