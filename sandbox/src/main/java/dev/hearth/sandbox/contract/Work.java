package dev.hearth.sandbox.contract;

import dev.hearth.sandbox.Invocation;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One event in one runtime's hands.
final class Work {
  private final Invocation invocation;
  private final Instant deadline;
  private final long handedOver = System.nanoTime();
  private volatile boolean streamOpen;

  Work(Invocation invocation, Instant deadline) {
    this.invocation = invocation;
    this.deadline = deadline;
    this.streamOpen = invocation.stream() != null;
  }

  Invocation invocation() {
    return invocation;
  }

  Instant deadline() {
    return deadline;
  }

  /// [System#nanoTime()] of the hand-over, from which the run is measured and limited.
  long handedOver() {
    return handedOver;
  }

  Duration duration() {
    return Duration.ofNanos(System.nanoTime() - handedOver);
  }

  /// Where a streamed answer goes; null where it has to be collected.
  @Nullable OutputStream stream() {
    return invocation.stream();
  }

  /// Passes on a piece of a streamed answer. A client that has gone does not stop the function, as
  /// on Lambda.
  void pass(OutputStream stream, ByteBuffer piece) {
    if (!streamOpen) {
      return;
    }
    try {
      if (piece.hasArray()) {
        stream.write(piece.array(), piece.arrayOffset() + piece.position(), piece.remaining());
      } else {
        var copy = new byte[piece.remaining()];
        piece.duplicate().get(copy);
        stream.write(copy);
      }
      stream.flush();
    } catch (IOException _) {
      streamOpen = false;
    }
  }

  /// The caller has been answered: nothing more goes to its stream.
  void closeStream() {
    streamOpen = false;
  }
}
