package dev.hearth.sandbox.linux;

import java.lang.foreign.Arena;
import java.nio.file.Path;

/// An open file of the kernel's; closing it twice is harmless.
final class Descriptor implements AutoCloseable {
  private static final int READ_ONLY = 0;

  private int number;

  Descriptor(int number) {
    this.number = number;
  }

  /// Opens for reading, or to name a namespace by.
  static Descriptor open(Path path) throws ErrnoException {
    try (var arena = Arena.ofConfined()) {
      return new Descriptor(
          Native.call(
              "open " + path,
              Native.OPEN,
              arena.allocateFrom(path.toString()).address(),
              READ_ONLY | Native.CLOSE_ON_EXEC));
    }
  }

  int number() {
    return number;
  }

  /// By which this process and its children can open the same once more.
  Path path() {
    return Path.of("/proc/self/fd/" + number);
  }

  @Override
  public synchronized void close() {
    if (number >= 0) {
      int closing = number;
      number = -1;
      try {
        Native.call("close", Native.CLOSE, closing);
      } catch (ErrnoException e) {
        // Linux has let go of the descriptor even then.
        assert e.errno() == ErrnoException.EINTR : e;
      }
    }
  }
}
