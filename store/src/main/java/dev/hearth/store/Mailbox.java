package dev.hearth.store;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// A bounded queue from many callers to a database's own threads. Unlike the JDK's it can be closed
/// so that each item is either refused or handed out, never left behind.
final class Mailbox<E> {
  /// Most callers that wait for a thread to take their work.
  private static final int CAPACITY = 8_192;

  /// How long a further one waits for a place before it is refused.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ArrayDeque<E> items = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Condition emptied = lock.newCondition();
  private boolean closed;

  /// @throws dev.hearth.kernel.ServiceException status 503 when there is no space in time, or never
  void put(E item) {
    lock.lock();
    try {
      var left = PATIENCE.toNanos();
      while (!closed && items.size() >= CAPACITY) {
        if (left <= 0) {
          throw Failures.unavailable("The store is too busy. Try again later.", null);
        }
        left = emptied.awaitNanos(left);
      }
      if (closed) {
        throw Failures.unavailable("The store is closed.", null);
      }
      items.add(item);
      filled.signal();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failures.unavailable("The call was interrupted before the store took it.", e);
    } finally {
      lock.unlock();
    }
  }

  /// Waits for items and takes up to `most`; none mean that the mailbox is closed and empty.
  List<E> take(int most) {
    lock.lock();
    try {
      while (items.isEmpty() && !closed) {
        filled.awaitUninterruptibly();
      }
      var taken = Stream.generate(items::poll).limit(Math.min(most, items.size())).toList();
      emptied.signalAll();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      filled.signalAll();
      emptied.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
