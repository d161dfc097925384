package dev.hearth.messaging.mappings.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// How many batches of a queue may be worked on at once: five when messages arrive, five more for
/// each second in which that is not enough, and half as many after each batch that failed. Source:
/// AWS Lambda Developer Guide, "Configuring scaling behavior for SQS event source mappings": 300
/// more a minute.
final class Scaling {
  private static final int BEGIN = 5;
  private static final int MORE_PER_SECOND = 5;

  private final int most;
  private final InstantSource clock;
  private int allowed;
  private Instant grown;

  /// @param most 1 to 1 000
  Scaling(int most, InstantSource clock) {
    this.most = most;
    this.clock = clock;
    allowed = Math.min(BEGIN, most);
    grown = clock.instant();
  }

  /// Whether one more may begin beside those that work.
  synchronized boolean mayGrow(int working) {
    if (working >= allowed) {
      var now = clock.instant();
      long seconds = Duration.between(grown, now).toSeconds();
      if (seconds > 0) {
        allowed = (int) Math.min(most, allowed + seconds * MORE_PER_SECOND);
        grown = now;
      }
    } else if (working < allowed / 2) {
      grown = clock.instant(); // the time without need does not count
    }
    return working < allowed;
  }

  synchronized boolean tooMany(int working) {
    return working > allowed;
  }

  synchronized void failed() {
    allowed = Math.max(1, allowed / 2);
    grown = clock.instant();
  }

  /// There is nothing to do.
  synchronized void idle() {
    allowed = Math.min(BEGIN, most);
    grown = clock.instant();
  }
}
