package dev.hearth.sandbox.wasm.guest;

import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import run.endive.runtime.Memory;

/// The clocks that guests see. They move in steps: whoever shares a process with others must not be
/// able to tell from the time what these have in the processor's cache.
public record GuestTime(InstantSource clock, LongSupplier nanoTime) {
  static final long STEP_NANOS = 100_000;

  private static final int REALTIME = 0;
  private static final int MONOTONIC = 1;

  private static boolean known(int id) {
    return id == REALTIME || id == MONOTONIC;
  }

  int resolution(Memory memory, int id, int resultAt) {
    if (!known(id)) {
      return Errno.INVALID; // no time of processes or threads: a guest is neither
    }
    memory.writeLong(resultAt, STEP_NANOS);
    return Errno.SUCCESS;
  }

  int now(Memory memory, int id, int resultAt) {
    if (!known(id)) {
      return Errno.INVALID;
    }
    memory.writeLong(resultAt, nanos(id));
    return Errno.SUCCESS;
  }

  private long nanos(int id) {
    long nanos = nanoTime.getAsLong();
    if (id == REALTIME) {
      var now = clock.instant();
      nanos = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }
    return nanos - Math.floorMod(nanos, STEP_NANOS);
  }

  /// How long to sleep; negative where the time has passed, or the clock is unknown.
  ///
  /// @param absolute whether `timeout` is a time of the clock, not a duration
  long wait(int id, long timeout, boolean absolute) {
    if (!known(id)) {
      return -1;
    }
    return timeout < 0 ? Long.MAX_VALUE : absolute ? timeout - nanos(id) : timeout;
  }
}
