package dev.hearth.sandbox.wasm;

import java.util.concurrent.atomic.AtomicLong;

/// What all running guests of this node may use together, in bytes of linear memory.
final class MemoryBudget {
  private final long limit;
  private final AtomicLong used = new AtomicLong();

  MemoryBudget(long limit) {
    this.limit = limit;
  }

  /// False where so much is not left.
  boolean take(long bytes) {
    for (long before = used.get(); bytes <= limit - before; before = used.get()) {
      if (used.compareAndSet(before, before + bytes)) {
        return true;
      }
    }
    return false;
  }

  void giveBack(long bytes) {
    used.addAndGet(-bytes);
  }

  long used() {
    return used.get();
  }
}
