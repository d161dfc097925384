package dev.hearth.sandbox;

import java.time.Instant;

/// Takes the lines that a sandbox writes. Implementations never block: a full buffer drops and
/// counts.
@FunctionalInterface
public interface LogSink {
  /// @param time when the line was read
  /// @param line without its line end; at most 256 KiB, longer ones come in pieces
  void accept(Instant time, String line);
}
