package dev.hearth.messaging.mappings.engine;

import java.time.Duration;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The virtual threads of one running mapping.
final class Threads {
  // The first party is the mapping's own, and leaves when there will be no more threads.
  private final Phaser running;
  private final String name;
  private boolean closed;

  /// @param afterwards what is to be done when the last has ended
  Threads(String name, Runnable afterwards) {
    this.name = name;
    running =
        new Phaser(1) {
          @Override
          protected boolean onAdvance(int phase, int parties) {
            afterwards.run();
            return true;
          }
        };
  }

  void start(Runnable work) {
    running.register();
    Thread.ofVirtual()
        .name(name)
        .start(
            () -> {
              try {
                work.run();
              } finally {
                running.arriveAndDeregister();
              }
            });
  }

  /// Waits until all have ended; none may be started from outside of them any more.
  boolean awaitEnd(Duration patience) {
    synchronized (this) {
      if (!closed) {
        closed = true;
        running.arriveAndDeregister();
      }
    }
    try {
      running.awaitAdvanceInterruptibly(0, patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
