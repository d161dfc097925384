package dev.hearth.workflows.execution;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Those who wait for executions to end.
final class Endings {
  // What ends on another node is seen this late.
  private static final long LOOK_AGAIN_MILLIS = 1_000;

  private final Map<Long, CountDownLatch> awaited = new ConcurrentHashMap<>();

  void ended(long execution) {
    var latch = awaited.remove(execution);
    if (latch != null) {
      latch.countDown();
    }
  }

  /// @param look reads the execution
  StoredExecution await(long execution, long seconds, Supplier<StoredExecution> look)
      throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (true) {
      var latch = awaited.computeIfAbsent(execution, _ -> new CountDownLatch(1));
      var now = look.get();
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (!now.open() || left <= 0) {
        awaited.remove(execution, latch);
        return now;
      }
      boolean _ = latch.await(Math.min(left, LOOK_AGAIN_MILLIS), TimeUnit.MILLISECONDS);
    }
  }
}
