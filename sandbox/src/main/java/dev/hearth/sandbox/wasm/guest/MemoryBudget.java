package dev.hearth.sandbox.wasm.guest;

import java.util.concurrent.atomic.AtomicLong;

/// What all running guests of this node may use together, in bytes of linear memory.
public final class MemoryBudget {
  private final long limit;
  private final AtomicLong used = new AtomicLong();

  public MemoryBudget(long limit) {
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

  public long used() {
    return used.get();
  }
}
