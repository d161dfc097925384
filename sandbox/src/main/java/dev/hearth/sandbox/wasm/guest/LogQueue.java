package dev.hearth.sandbox.wasm.guest;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.WasmInterruptedException;

/// What a guest writes to its log, on the way to the thread that waits for the guest. A guest that
/// writes faster than that takes it waits.
///
/// The guest's stack may end within any call from here: a lock would stay locked then, and a
/// wake-up would leave the scheduler of all threads half changed. So there is neither: bytes are
/// there once a single write says so, and the other side looks for them every few milliseconds.
/// Only at its end, where it has stack enough, the guest wakes it.
public final class LogQueue {
  private static final int CAPACITY = 64 * 1024;
  private static final long SHORTEST_NAP_NANOS = 500_000;
  private static final long LONGEST_NAP_NANOS = 20_000_000;

  /// The last chunk, alone without a byte: the guest has ended.
  public static final byte[] END = {};

  private final Thread reader = Thread.currentThread();
  private byte @Nullable [] ring; // made by the first write, seen by the reader through `written`
  private volatile long written; // by the guest alone
  private volatile long taken; // by the reader alone
  private volatile boolean ended;

  /// @throws WasmInterruptedException when the guest is to end
  void put(byte[] chunk) {
    var bytes = ring;
    if (bytes == null) {
      bytes = new byte[CAPACITY];
      ring = bytes;
    }
    int done = 0;
    while (done < chunk.length) {
      long position = written;
      int room = (int) (taken + CAPACITY - position);
      if (room == 0) {
        if (Thread.currentThread().isInterrupted()) {
          throw new WasmInterruptedException("killed");
        }
        LockSupport.parkNanos(SHORTEST_NAP_NANOS);
        continue;
      }
      int at = (int) (position % CAPACITY);
      int piece = Math.min(Math.min(room, chunk.length - done), CAPACITY - at);
      System.arraycopy(chunk, done, bytes, at, piece);
      written = position + piece;
      done += piece;
    }
  }

  /// The guest has ended; not to be called with little stack left.
  void end() {
    ended = true;
    LockSupport.unpark(reader);
  }

  /// What came since the last time, or [#END], or null when the time is over. For the thread that
  /// made this.
  public byte @Nullable [] poll(long nanos) throws InterruptedException {
    long start = System.nanoTime();
    long nap = SHORTEST_NAP_NANOS;
    while (true) {
      boolean last = ended;
      var chunk = take();
      if (chunk != null) {
        return chunk;
      }
      if (last) {
        return END;
      }
      long left = nanos - (System.nanoTime() - start);
      if (left <= 0) {
        return null;
      }
      LockSupport.parkNanos(Math.min(left, nap));
      nap = Math.min(2 * nap, LONGEST_NAP_NANOS);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  private byte @Nullable [] take() {
    long position = taken;
    long available = written - position;
    var bytes = ring;
    if (available == 0 || bytes == null) {
      return null;
    }
    int at = (int) (position % CAPACITY);
    var chunk = new byte[(int) Math.min(available, CAPACITY - at)];
    System.arraycopy(bytes, at, chunk, 0, chunk.length);
    taken = position + chunk.length;
    return chunk;
  }
}
