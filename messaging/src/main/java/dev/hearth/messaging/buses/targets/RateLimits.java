package dev.hearth.messaging.buses.targets;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;

/// How often each endpoint may be called; every node counts for itself. Calls of one second that
/// were not made do not make room in the next.
final class RateLimits {
  private static final int MAX_ENDPOINTS = 10_000;

  private final Cache<String, Instant> next =
      Caffeine.newBuilder().maximumSize(MAX_ENDPOINTS).build();

  /// Takes the next place.
  ///
  /// @return how long to wait for it; zero takes it, and otherwise it is not taken
  Duration take(String endpoint, int perSecond, Instant now) {
    var interval = Duration.ofNanos(1_000_000_000L / perSecond);
    var waits = new Duration[] {Duration.ZERO};
    next.asMap()
        .compute(
            endpoint,
            (_, free) -> {
              if (free != null && free.isAfter(now)) {
                waits[0] = Duration.between(now, free);
                return free;
              }
              return now.plus(interval);
            });
    return waits[0];
  }
}
