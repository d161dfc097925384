package dev.hearth.sandbox.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/// What is taken of a file system, as `statvfs(3)` tells: Java would look for its place among all
/// mounts first, and finds none of another namespace's.
final class SpaceTaken {
  private static final MemorySegment STATVFS = Native.function("statvfs");
  private static final long SIZE = 256; // more than struct statvfs takes
  // Offsets of f_frsize, f_blocks and f_bfree.
  private static final long UNIT = 8;
  private static final long ALL = 16;
  private static final long FREE = 24;

  private SpaceTaken() {}

  /// @param path anything in the file system
  static long bytes(Path path) throws ErrnoException {
    try (var arena = Arena.ofConfined()) {
      var found = arena.allocate(SIZE, 8);
      Native.call(
          "statvfs " + path,
          STATVFS,
          arena.allocateFrom(path.toString()).address(),
          found.address());
      long blocks = found.get(ValueLayout.JAVA_LONG, ALL) - found.get(ValueLayout.JAVA_LONG, FREE);
      return blocks * found.get(ValueLayout.JAVA_LONG, UNIT);
    }
  }
}
