package dev.hearth.sandbox.contract;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The [State] of one runtime, under the lock that all changes of it are made under. All methods
/// but [#locked] and [#lock] are for who holds it.
final class Progress {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private State state = new State.Starting();

  ReentrantLock lock() {
    return lock;
  }

  Condition changed() {
    return changed;
  }

  State state() {
    return state;
  }

  void become(State next) {
    state = next;
    changed.signalAll();
  }

  <T extends @Nullable Object> T locked(Supplier<T> question) {
    lock.lock();
    try {
      return question.get();
    } finally {
      lock.unlock();
    }
  }

  void await(Predicate<State> condition) throws InterruptedException {
    while (!condition.test(state)) {
      changed.await();
    }
  }

  /// @return false when `deadline`, a [System#nanoTime()], passed first
  boolean await(Predicate<State> condition, long deadline) throws InterruptedException {
    while (!condition.test(state)) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      boolean _ = changed.await(left, TimeUnit.NANOSECONDS);
    }
    return true;
  }
}
