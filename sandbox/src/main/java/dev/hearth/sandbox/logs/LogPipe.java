package dev.hearth.sandbox.logs;

import dev.hearth.sandbox.LogSink;
import java.io.File;
import java.lang.ProcessBuilder.Redirect;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.ReentrantLock;

/// One sandbox's stdout and stderr, in the order they were written.
///
/// The reading thread and whoever calls [#drain()] take turns: what is read is delivered before the
/// lock is let go, so nothing can be underway when `drain` returns.
public final class LogPipe implements AutoCloseable {
  private static final int READ_SIZE = 8 * 1024;

  /// Most that one reader takes before others get their turn; a pipe holds 64 KiB.
  private static final int TURN = 16 * READ_SIZE;

  private final LogPipes owner;
  private final long id;
  private final Posix.Ends ends;
  private final ReentrantLock lock = new ReentrantLock();
  private final LineSplitter lines;
  private boolean writeEndOpen;
  private boolean ended;
  private boolean closed;

  LogPipe(LogPipes owner, long id, Posix.Ends ends, LogSink sink) {
    this.owner = owner;
    this.id = id;
    this.ends = ends;
    this.writeEndOpen = ends.write() >= 0;
    this.lines = new LineSplitter(owner.clock(), sink);
  }

  void watch(int epoll) {
    Posix.watch(epoll, ends.read(), id);
  }

  /// For [ProcessBuilder#redirectOutput], with [ProcessBuilder#redirectErrorStream]; call
  /// [#started()] once the process has been started.
  public Redirect writeEnd() {
    return Redirect.appendTo(new File("/proc/self/fd/" + ends.write()));
  }

  /// The write end's descriptor in this process, for a driver that starts processes by itself.
  public int writeDescriptor() {
    return ends.write();
  }

  /// Lets go of the platform's own write end, so that the pipe ends with its last writer.
  public void started() {
    locked(this::closeWriteEnd);
  }

  /// Sends further lines to `sink`: a parked sandbox has been given its function.
  public void redirect(LogSink sink) {
    locked(
        () -> {
          read();
          lines.to(sink);
        });
  }

  /// Delivers, on the caller's thread, all that has been written so far, a line without its end
  /// too.
  public void drain() {
    locked(
        () -> {
          read();
          lines.flush();
        });
  }

  void readable() {
    locked(this::read);
  }

  /// Delivers what is left, then lets go of the pipe. Idempotent.
  @Override
  public void close() {
    owner.forget(id);
    locked(
        () -> {
          read();
          lines.flush();
          closeWriteEnd();
          closed = true;
          Posix.close(ends.read());
        });
  }

  private void locked(Runnable action) {
    lock.lock();
    try {
      if (!closed) {
        action.run();
      }
    } finally {
      lock.unlock();
    }
  }

  private void closeWriteEnd() {
    if (writeEndOpen) {
      writeEndOpen = false;
      Posix.close(ends.write());
    }
  }

  private void read() {
    try (var arena = Arena.ofConfined()) {
      read(arena.allocate(READ_SIZE));
    }
  }

  private void read(MemorySegment buffer) {
    for (int taken = 0; !ended && taken < TURN; ) {
      int count = Posix.read(ends.read(), buffer);
      if (count < 0) {
        return;
      }
      if (count == 0) {
        ended = true;
        owner.unwatch(ends.read()); // an ended pipe would be reported for ever
        lines.flush();
      } else {
        taken += count;
        lines.accept(buffer.asSlice(0, count).asByteBuffer());
      }
    }
  }
}
