package dev.hearth.observability;

import dev.hearth.observability.Logs.Stream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The lines between those who write them, who never wait, and the one who stores them.
final class LineBuffer {
  /// About what a line takes beside its text.
  private static final int LINE_OVERHEAD_BYTES = 100;

  /// Most streams whose drops are told to them one by one; beyond, drops are only counted.
  private static final int MOST_LOSING_STREAMS = 10_000;

  /// What part of the space one stream may have once half of it is taken: who writes without end
  /// loses lines of its own then, and not others theirs.
  private static final int SHARE_OF_STREAM = 8;

  private final int capacityBytes;
  private final int batch;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Line> lines = new ArrayDeque<>();
  private final Map<Stream, Long> losses = new HashMap<>();
  private final Map<Stream, Long> waiting = new HashMap<>(); // bytes
  private long bytes;
  private long offered;
  private long stored;
  private long dropped;
  private boolean hurried;
  private boolean closed;

  /// @param capacityBytes most that waits; what is being stored counts until it is
  /// @param batch most lines that are taken at once
  LineBuffer(int capacityBytes, int batch) {
    this.capacityBytes = capacityBytes;
    this.batch = batch;
  }

  /// One line of one stream.
  record Line(Stream stream, Instant time, String text) {
    /// About what it takes in memory.
    int bytes() {
      return 2 * text.length() + LINE_OVERHEAD_BYTES;
    }
  }

  /// Takes a line, or drops and counts it when there is no space.
  void offer(Line line) {
    lock.lock();
    try {
      if (closed || bytes + line.bytes() > capacityBytes || takesTooMuch(line)) {
        dropped++;
        if (losses.size() < MOST_LOSING_STREAMS || losses.containsKey(line.stream())) {
          losses.merge(line.stream(), 1L, Long::sum);
        }
        return;
      }
      var idle = lines.isEmpty();
      tellLoss(line);
      add(line);
      if (idle || lines.size() >= batch) {
        changed.signalAll(); // and not for each line: whoever lingers would wake for nothing
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean takesTooMuch(Line line) {
    return bytes > capacityBytes / 2
        && waiting.getOrDefault(line.stream(), 0L) + line.bytes() > capacityBytes / SHARE_OF_STREAM;
  }

  /// Puts a note of what is missing where it is missing: before the stream's next line.
  private void tellLoss(Line next) {
    var loss = losses.remove(next.stream());
    if (loss != null) {
      var note = "[hearth] " + loss + " log lines before this one were lost: the log was full";
      add(new Line(next.stream(), next.time(), note));
    }
  }

  private void add(Line line) {
    lines.add(line);
    bytes += line.bytes();
    waiting.merge(line.stream(), (long) line.bytes(), Long::sum);
    offered++;
  }

  /// Waits for lines, then up to `linger` for more of them, and takes a batch.
  ///
  /// @return nothing once the buffer is closed and empty
  List<Line> take(Duration linger) {
    lock.lock();
    try {
      while (lines.isEmpty() && !closed) {
        changed.awaitUninterruptibly();
      }
      var left = linger.toNanos();
      while (lines.size() < batch && !hurried && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException _) {
      closed = true;
    } finally {
      lock.unlock();
    }
    return poll();
  }

  private List<Line> poll() {
    lock.lock();
    try {
      List<Line> taken = new ArrayList<>();
      while (taken.size() < batch && !lines.isEmpty()) {
        taken.add(lines.remove());
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /// These lines can be read now.
  void stored(List<Line> done) {
    lock.lock();
    try {
      stored += done.size();
      for (var line : done) {
        bytes -= line.bytes();
        waiting.computeIfPresent(
            line.stream(), (_, before) -> before > line.bytes() ? before - line.bytes() : null);
      }
      hurried = hurried && stored < offered;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// These lines could not be stored.
  void lost(List<Line> gone) {
    lock.lock();
    try {
      dropped += gone.size();
    } finally {
      lock.unlock();
    }
    stored(gone);
  }

  /// Waits until all lines offered so far are stored.
  void awaitStored() {
    lock.lock();
    try {
      var target = offered;
      while (stored < target) {
        hurried = true;
        changed.signalAll();
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Waits, and tells whether it is worth trying again: not after the end.
  boolean pause(Duration time) {
    lock.lock();
    try {
      var left = time.toNanos();
      while (!closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      return !closed;
    } catch (InterruptedException _) {
      return false;
    } finally {
      lock.unlock();
    }
  }

  long dropped() {
    lock.lock();
    try {
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
