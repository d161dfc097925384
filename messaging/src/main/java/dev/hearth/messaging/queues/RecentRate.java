package dev.hearth.messaging.queues;

import java.time.Duration;
import java.time.Instant;

/// How often something happened in the last ten whole seconds.
final class RecentRate {
  private static final int SECONDS = 10;
  static final Duration SPAN = Duration.ofSeconds(SECONDS);

  // The second that goes on has a place beside those that count.
  private final long[] counts = new long[SECONDS + 1];
  private final long[] seconds = new long[SECONDS + 1];

  synchronized void add(int times, Instant now) {
    long second = now.getEpochSecond();
    int place = place(second);
    if (seconds[place] != second) {
      seconds[place] = second;
      counts[place] = 0;
    }
    counts[place] += times;
  }

  synchronized double perSecond(Instant now) {
    long second = now.getEpochSecond();
    long sum = 0;
    for (long each = second - SECONDS; each < second; each++) {
      if (seconds[place(each)] == each) {
        sum += counts[place(each)];
      }
    }
    return (double) sum / SECONDS;
  }

  private int place(long second) {
    return (int) Math.floorMod(second, (long) counts.length);
  }
}
