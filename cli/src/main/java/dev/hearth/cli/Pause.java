package dev.hearth.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Waits between two looks.
final class Pause {
  private Pause() {}

  /// @param interrupted what the user is told where the thread is interrupted
  /// @throws Failure then; the thread is not interrupted any more, for the way back may need it
  static void of(Duration span, String interrupted) {
    try {
      new CountDownLatch(1).await(Math.max(1, span.toMillis()), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new Failure(interrupted, null, e);
    }
  }
}
