package dev.hearth.compatibility;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Asks again until the answer is what the test waits for. The patience is for a slow machine, and
/// for what was in flight when a process was killed: its next attempt may be a minute away.
final class Await {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

  private Await() {}

  /// @throws AssertionError when it was not within 2 min
  static <T> T until(Supplier<T> question, Predicate<T> enough) {
    return until(PATIENCE, question, enough);
  }

  /// @throws AssertionError when it was not within `patience`
  static <T> T until(Duration patience, Supplier<T> question, Predicate<T> enough) {
    var deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      var answer = question.get();
      if (enough.test(answer)) {
        return answer;
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError("Still not what was waited for: " + answer);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
