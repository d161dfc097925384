package dev.hearth.sandbox.bubblewrap;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// How many cells of a runtime should be parked: a few, and as many as the largest burst of late
/// would have needed, for who was called a hundred times at once will be again.
///
/// Not safe for use by several threads at once.
final class Demand {
  private static final Duration MEMORY = Duration.ofMinutes(10);

  private final int least;
  private final int most;
  private final InstantSource clock;
  private int missing;
  private int peak;
  private Instant forgotten = Instant.MIN;

  /// @param least always parked
  /// @param most parked after any burst
  Demand(int least, int most, InstantSource clock) {
    this.least = least;
    this.most = Math.max(least, most);
    this.clock = clock;
  }

  /// A cell was asked for, whether one was there or not.
  void asked() {
    missing = Math.min(missing + 1, most);
    var now = clock.instant();
    if (missing >= peak || now.isAfter(forgotten)) {
      peak = missing;
      forgotten = now.plus(MEMORY);
    }
  }

  /// One was parked.
  void parked() {
    missing = Math.max(0, missing - 1);
  }

  int target() {
    return clock.instant().isAfter(forgotten) ? least : Math.max(least, peak);
  }

  /// How long the target stays what it is if nothing is asked for, at most.
  Duration steady() {
    var now = clock.instant();
    return now.isAfter(forgotten) ? MEMORY : Duration.between(now, forgotten).plusMillis(1);
  }
}
