package dev.hearth.messaging.topics.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Who may send now: bounds how much one subscription sends at once, and how much in a second where
/// its policy says so. For many threads.
final class Turns {
  /// Of one subscription; a slow endpoint holds no more threads than these.
  static final int MOST_AT_ONCE = 8;

  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Map<String, Sending> subscriptions = new HashMap<>();

  private static final class Sending {
    int now;
    Instant second = Instant.MIN;
    int inSecond;
  }

  /// Takes a turn, to be given back.
  ///
  /// @param mostPerSecond 0 for any number
  /// @return nothing where it was taken; else when to ask again
  synchronized Optional<Instant> take(String subscription, int mostPerSecond, Instant time) {
    var sending = subscriptions.computeIfAbsent(subscription, _ -> new Sending());
    if (sending.now >= MOST_AT_ONCE) {
      return Optional.of(time.plus(PAUSE));
    }
    if (mostPerSecond > 0) {
      if (!time.isBefore(sending.second.equals(Instant.MIN) ? time : sending.second.plus(SECOND))) {
        sending.second = time;
        sending.inSecond = 0;
      }
      if (sending.inSecond >= mostPerSecond) {
        return Optional.of(sending.second.plus(SECOND));
      }
      sending.inSecond++;
    }
    sending.now++;
    return Optional.empty();
  }

  synchronized void giveBack(String subscription) {
    var sending = subscriptions.get(subscription);
    if (sending != null && --sending.now == 0 && sending.inSecond == 0) {
      subscriptions.remove(subscription);
    }
  }

  /// Forgets those that have not sent for a second; to be called now and then.
  synchronized void sweep(Instant time) {
    subscriptions
        .values()
        .removeIf(
            sending ->
                sending.now == 0
                    && (sending.second.equals(Instant.MIN)
                        || !time.isBefore(sending.second.plus(SECOND))));
  }
}
