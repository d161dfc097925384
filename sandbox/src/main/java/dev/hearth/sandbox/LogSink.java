package dev.hearth.sandbox;

import java.time.Instant;

/// Takes the lines that a sandbox writes, and what the platform says about it. Implementations
/// never block: a full buffer drops and counts.
@FunctionalInterface
public interface LogSink {
  /// A line of the function's.
  ///
  /// @param time when the line was read
  /// @param line without its line end; at most 256 KiB, longer ones come in pieces
  void accept(Instant time, String line);

  /// A line of an extension's, limited as the function's.
  default void extension(Instant time, String line) {
    accept(time, line);
  }

  /// What the platform says; nothing where only lines matter.
  default void platform(Instant time, PlatformEvent event) {}
}
