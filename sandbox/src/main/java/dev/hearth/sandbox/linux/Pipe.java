package dev.hearth.sandbox.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;

/// A pipe of the kernel's, whose ends children can be given by their paths.
record Pipe(Descriptor read, Descriptor write) implements AutoCloseable {

  static Pipe open() throws ErrnoException {
    try (var arena = Arena.ofConfined()) {
      var ends = arena.allocate(ValueLayout.JAVA_INT, 2);
      Native.call("pipe2", Native.PIPE2, ends.address(), Native.CLOSE_ON_EXEC);
      return new Pipe(
          new Descriptor(ends.getAtIndex(ValueLayout.JAVA_INT, 0)),
          new Descriptor(ends.getAtIndex(ValueLayout.JAVA_INT, 1)));
    }
  }

  @Override
  public void close() {
    read.close();
    write.close();
  }
}
