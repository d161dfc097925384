package dev.hearth.wire.http;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Acts on whatever takes longer than it may. A blocking read or write has no time limit of its own
/// on a channel, so one thread looks at all of them every now and then.
final class Watchdog implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Watchdog.class.getName());

  private final Set<Deadline> watched = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final long periodMillis;

  /// @param shortest the shortest time that is watched for; a miss is noticed a quarter of it late,
  ///   and at most 250 ms
  Watchdog(Duration shortest) {
    this.periodMillis = Math.clamp(shortest.toMillis() / 4, 1, 250);
    Thread.ofPlatform().daemon().name("http-watchdog").start(this::run);
  }

  private void run() {
    try {
      while (!closed.await(periodMillis, TimeUnit.MILLISECONDS)) {
        long now = System.nanoTime();
        watched.forEach(deadline -> deadline.check(now));
      }
    } catch (InterruptedException e) {
      LOG.log(Level.ERROR, "The watchdog was interrupted: slow clients are no longer cut off");
    }
  }

  /// @param onMiss must not block: every other client waits for it
  Deadline watch(Runnable onMiss) {
    var deadline = new Deadline(onMiss);
    watched.add(deadline);
    return deadline;
  }

  @Override
  public void close() {
    closed.countDown();
  }

  /// One activity at a time that must end in time.
  final class Deadline implements AutoCloseable {
    private final Runnable onMiss;
    private boolean running;
    private long end;

    private Deadline(Runnable onMiss) {
      this.onMiss = onMiss;
    }

    /// The activity begins; it may take `nanos`.
    synchronized void start(long nanos) {
      end = System.nanoTime() + nanos;
      running = true;
    }

    /// The activity has ended; answers whether in time. Where it was not, what had to be done about
    /// it has been done.
    synchronized boolean stop() {
      boolean inTime = running;
      running = false;
      return inTime;
    }

    private synchronized void check(long now) {
      if (running && now - end > 0) {
        running = false;
        try {
          onMiss.run();
        } catch (RuntimeException e) { // the next connection must be watched all the same
          LOG.log(Level.WARNING, "Cannot cut off a slow client", e);
        }
      }
    }

    @Override
    public void close() {
      watched.remove(this);
    }
  }
}
