package dev.hearth.sandbox.telemetry;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Events that wait to be delivered to one subscriber. What comes while two batches wait already is
/// dropped and counted: a slow subscriber costs no more memory than that.
final class Batches {
  private final Subscription subscription;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<byte[]> events = new ArrayDeque<>();
  private long bytes;
  private long oldest; // System.nanoTime() of the first in `events`
  private long droppedEvents;
  private long droppedBytes;
  private boolean flushing;
  private boolean closed;

  /// @param events each one JSON object
  /// @param droppedEvents that should have come before these
  record Batch(List<byte[]> events, long droppedEvents, long droppedBytes) {}

  Batches(Subscription subscription) {
    this.subscription = subscription;
  }

  /// Never blocks.
  void add(String event) {
    var encoded = event.getBytes(StandardCharsets.UTF_8);
    lock.lock();
    try {
      if (closed
          || bytes + encoded.length > 2L * subscription.maxBytes()
          || events.size() >= 2 * subscription.maxItems()) {
        droppedEvents++;
        droppedBytes += encoded.length;
        return;
      }
      if (events.isEmpty()) {
        oldest = System.nanoTime();
        changed.signalAll();
      }
      events.add(encoded);
      bytes += encoded.length;
      if (full()) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Waits for a batch: until it is full, its first event has waited long enough, or no more is to
  /// be waited for.
  ///
  /// @return null once closed
  @Nullable Batch await() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed && !due()) {
        if (events.isEmpty()) {
          changed.await();
        } else {
          long waited = System.nanoTime() - oldest;
          var _ = changed.await(subscription.timeout().toNanos() - waited, TimeUnit.NANOSECONDS);
        }
      }
      return closed ? null : take();
    } finally {
      lock.unlock();
    }
  }

  private boolean due() {
    return !events.isEmpty()
        && (flushing || full() || System.nanoTime() - oldest >= subscription.timeout().toNanos());
  }

  private boolean full() {
    return events.size() >= subscription.maxItems() || bytes >= subscription.maxBytes();
  }

  private Batch take() {
    var batch = new ArrayList<byte[]>();
    long size = 0;
    while (!events.isEmpty()
        && batch.size() < subscription.maxItems()
        && (batch.isEmpty() || size + events.getFirst().length <= subscription.maxBytes())) {
      var event = events.removeFirst();
      size += event.length;
      batch.add(event);
    }
    bytes -= size;
    oldest = System.nanoTime();
    var taken = new Batch(batch, droppedEvents, droppedBytes);
    droppedEvents = 0;
    droppedBytes = 0;
    return taken;
  }

  /// From now on nothing waits for more to come.
  void flush() {
    lock.lock();
    try {
      flushing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      events.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
