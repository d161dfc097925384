package dev.hearth.messaging.mappings.engine;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Tells the threads of a running mapping to end. Those that only wait for something to arrive are
/// woken; those that work on a batch find out when they are done with it.
final class Stop {
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Set<Thread> waiting = new HashSet<>();

  boolean requested() {
    return stopped.getCount() == 0;
  }

  synchronized void request() {
    stopped.countDown();
    waiting.forEach(Thread::interrupt);
  }

  /// Waits, or less where it is to stop.
  void pause(Duration pause) {
    try {
      var _ = stopped.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      request(); // nobody else interrupts these threads but who wants them to end
    }
  }

  /// Has this thread interrupted where it is to stop while it does `wait`.
  <T> T during(Supplier<T> wait) {
    var me = Thread.currentThread();
    synchronized (this) {
      if (requested()) {
        me.interrupt();
      }
      waiting.add(me);
    }
    try {
      return wait.get();
    } finally {
      synchronized (this) {
        waiting.remove(me);
        Thread.interrupted(); // what follows is work, and not to be disturbed
      }
    }
  }
}
