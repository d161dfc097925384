package dev.hearth.messaging.schedules;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Time that moves only when a test says so.
final class SteppedClock implements InstantSource {
  private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  void step(Duration time) {
    now = now.plus(time);
  }
}
