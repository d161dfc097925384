package dev.hearth.store;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Wakes those of this process who wait for work. It counts, so that a signal between looking and
/// waiting is not missed.
final class WorkSignal {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long raised;

  /// How often it was raised so far.
  long raised() {
    lock.lock();
    try {
      return raised;
    } finally {
      lock.unlock();
    }
  }

  void raise() {
    lock.lock();
    try {
      raised++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until it was raised more often than `seen`, or for `most`.
  ///
  /// @return false when the thread was interrupted, which it stays
  boolean await(long seen, Duration most) {
    lock.lock();
    try {
      var left = most.toNanos();
      while (raised == seen && left > 0) {
        left = changed.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }
}
