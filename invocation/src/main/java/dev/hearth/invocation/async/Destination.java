package dev.hearth.invocation.async;

/// A service that records of events can be sent to. The parts that have one implement it.
public interface Destination {
  /// What the function's execution role must be allowed to do with the target, such as
  /// `lambda:InvokeFunction`.
  String action();

  /// Sends a record; it is durable at the other end when this returns. The same record may be sent
  /// again after a crash.
  Receipt deliver(Delivery delivery);
}
