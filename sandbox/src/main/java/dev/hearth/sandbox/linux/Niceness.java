package dev.hearth.sandbox.linux;

import java.lang.foreign.MemorySegment;

/// How much of a busy processor the calling thread gets, compared to others. On Linux, each thread
/// has a niceness of its own.
public final class Niceness {
  private static final MemorySegment SETPRIORITY = Native.function("setpriority");

  private Niceness() {}

  /// Sets it for the calling thread, which must be a platform thread.
  ///
  /// @param nice 0 is ordinary, 19 the least
  public static void set(int nice) {
    try {
      int _ = Native.call("setpriority", SETPRIORITY, 0, 0, nice);
    } catch (ErrnoException e) {
      throw new IllegalStateException(e); // everybody may be nicer
    }
  }
}
