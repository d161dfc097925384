package dev.hearth.messaging.mappings.engine;

import java.time.Duration;

/// Pauses that double: 1, 2, 4 … seconds, at most a minute.
final class Backoff {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private Backoff() {}

  /// @param earlier how many failures there were before this one
  static Duration after(int earlier) {
    var pause = FIRST.multipliedBy(1L << Math.clamp(earlier, 0, 20));
    return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
  }
}
