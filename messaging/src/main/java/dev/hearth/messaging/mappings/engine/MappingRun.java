package dev.hearth.messaging.mappings.engine;

import java.time.Duration;

/// A mapping as this node runs it.
interface MappingRun {
  /// Begins, on threads of its own.
  void start();

  /// Begins nothing more, and gives back what was taken and not worked on yet.
  void stop();

  /// Waits until nothing of it runs any more.
  ///
  /// @return false where `patience` ended first
  boolean awaitEnd(Duration patience);

  /// Whether another may begin while a batch of this one is still being worked on.
  boolean mayOverlap();
}
