package dev.hearth.messaging.queues;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Those of this process who wait for messages, by queue. A message wakes one of them, the one that
/// has waited longest, so that a thousand who wait do not all ask the database at once.
final class Waiters {
  private final ConcurrentHashMap<Long, Line> lines = new ConcurrentHashMap<>();

  /// A place among those who wait for a queue's messages; to be taken before looking for one.
  final class Place implements AutoCloseable {
    private final long queue;
    private final Line line;

    private Place(long queue, Line line) {
      this.queue = queue;
      this.line = line;
    }

    /// How often there was news so far; to be asked before looking.
    long news() {
      return line.news();
    }

    /// Waits for news after `seen`, or for `most`.
    ///
    /// @return false when the thread was interrupted, which it stays
    boolean await(long seen, Duration most) {
      return line.await(seen, most);
    }

    @Override
    public void close() {
      lines.computeIfPresent(queue, (_, found) -> --found.members == 0 ? null : found);
    }
  }

  Place join(long queue) {
    var line =
        lines.compute(
            queue,
            (_, found) -> {
              var joined = found == null ? new Line() : found;
              joined.members++;
              return joined;
            });
    return new Place(queue, line);
  }

  /// Wakes as many as there may be new messages for.
  void wake(long queue, int messages) {
    var line = lines.get(queue);
    if (line != null) {
      line.wake(messages);
    }
  }

  /// Wakes everybody, as when the queue is gone.
  void wakeAll(long queue) {
    wake(queue, Integer.MAX_VALUE);
  }

  boolean isWaiting(long queue) {
    var line = lines.get(queue);
    return line != null && line.isWaiting();
  }

  private static final class Line {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long news;

    /// Guarded by the map's entry.
    private int members;

    long news() {
      lock.lock();
      try {
        return news;
      } finally {
        lock.unlock();
      }
    }

    void wake(int most) {
      lock.lock();
      try {
        news++;
        for (int i = 0; i < most && lock.hasWaiters(changed); i++) {
          changed.signal();
        }
      } finally {
        lock.unlock();
      }
    }

    boolean isWaiting() {
      lock.lock();
      try {
        return lock.hasWaiters(changed);
      } finally {
        lock.unlock();
      }
    }

    @SuppressWarnings("WaitNotInLoop") // whoever wakes looks again, for whatever reason it woke
    boolean await(long seen, Duration most) {
      lock.lock();
      try {
        // News since the look, or a signal: either may mean a message, so look again.
        if (news == seen) {
          var _ = changed.awaitNanos(most.toNanos());
        }
        return true;
      } catch (InterruptedException _) {
        changed.signal(); // it may have been ours
        Thread.currentThread().interrupt();
        return false;
      } finally {
        lock.unlock();
      }
    }
  }
}
