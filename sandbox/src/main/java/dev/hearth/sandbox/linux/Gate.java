package dev.hearth.sandbox.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/// A pipe at whose read end a child waits until this process opens the gate: it then reads the end
/// of the file.
public final class Gate implements AutoCloseable {
  private final Descriptor read;
  private final Descriptor write;

  public Gate() throws ErrnoException {
    try (var arena = Arena.ofConfined()) {
      var ends = arena.allocate(ValueLayout.JAVA_INT, 2);
      Native.call("pipe2", Native.PIPE2, ends.address(), Native.CLOSE_ON_EXEC);
      read = new Descriptor(ends.getAtIndex(ValueLayout.JAVA_INT, 0));
      write = new Descriptor(ends.getAtIndex(ValueLayout.JAVA_INT, 1));
    }
  }

  /// What the child opens.
  public Path path() {
    return Handed.descriptor(read.number());
  }

  /// Idempotent.
  public void open() {
    write.close();
  }

  @Override
  public void close() {
    write.close();
    read.close();
  }
}
