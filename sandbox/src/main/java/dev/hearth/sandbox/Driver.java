package dev.hearth.sandbox;

/// Makes sandboxes. `bubblewrap` isolates, `process` does not; both pass one suite of tests.
public interface Driver extends AutoCloseable {
  /// `bubblewrap` or `process`.
  String name();

  /// What functions of `runtime` really run on here, such as `python3.11`; where that is only the
  /// nearest that this host has, it says so.
  ///
  /// @param runtime the identifier that a function asks for, such as `python3.14`
  /// @throws dev.hearth.kernel.ServiceException where this host has nothing that would do
  String runtimeVersion(String runtime);

  /// A sandbox that has, or is about to have, its code: from the parked pool where one is ready,
  /// else made now. Returns before the function's initialisation is over.
  ///
  /// @param log what the code writes, and the platform's own lines about it
  /// @throws dev.hearth.kernel.ServiceException when the host cannot make one now
  Sandbox start(SandboxSpec spec, LogSink log);

  /// Whether functions of `runtime` can be initialised once and copied: [#snapshot].
  default boolean snapshots(String runtime) {
    return false;
  }

  /// Begins to initialise a function, for sandboxes to be made as copies of it. Returns before that
  /// is over.
  ///
  /// @param log what the code writes, and the platform's own lines about it
  /// @throws dev.hearth.kernel.ServiceException when this driver has no snapshots, or of this
  ///   function none can be made; the message tells why
  default Snapshot snapshot(SandboxSpec spec, LogSink log) {
    throw new dev.hearth.kernel.ServiceException(
        "InvalidParameterValueException",
        400,
        "The driver " + name() + " makes no snapshots: SnapStart needs isolated sandboxes.");
  }

  /// Sandboxes that wait for code, by runtime family, for `hearth ps`.
  java.util.Map<String, Integer> parked();

  /// Kills every sandbox, parked ones too.
  @Override
  void close();
}
