package dev.hearth.messaging.mappings.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that moves when it is told to.
final class SteppedClock implements InstantSource {
  private Instant now = Instant.parse("2026-01-02T03:04:00Z");

  @Override
  public synchronized Instant instant() {
    return now;
  }

  synchronized void step(Duration by) {
    now = now.plus(by);
  }
}
