package dev.hearth.sandbox.contract;

import dev.hearth.sandbox.Invocation;
import dev.hearth.sandbox.PlatformEvent;
import dev.hearth.sandbox.Run;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// One event in one runtime's hands.
final class Work {
  private final Invocation invocation;
  private final Instant started;
  private final Instant deadline;
  private final Duration timeout;
  private final long handedOver = System.nanoTime();
  private volatile @Nullable OutputStream stream;
  private final AtomicLong passedBytes = new AtomicLong();
  private volatile @Nullable Duration latency;
  private @Nullable Run outcome; // guarded by the Lifecycle's lock

  /// @param started when it is handed over
  Work(Invocation invocation, Instant started, Duration timeout) {
    this.invocation = invocation;
    this.started = started;
    this.deadline = started.plus(timeout);
    this.timeout = timeout;
  }

  Invocation invocation() {
    return invocation;
  }

  Instant deadline() {
    return deadline;
  }

  /// [System#nanoTime()] when it must be over, the extensions' part included.
  long mustEnd() {
    return handedOver + timeout.toNanos();
  }

  Duration timeout() {
    return timeout;
  }

  Duration duration() {
    return Duration.ofNanos(System.nanoTime() - handedOver);
  }

  /// The runtime begins to answer.
  void beginAnswer() {
    latency = duration();
  }

  /// The runtime's answer is there, or it broke off: `run` null.
  void finish(@Nullable Run run) {
    outcome = run;
  }

  /// The runtime's answer; null before.
  @Nullable Run outcome() {
    return outcome;
  }

  /// What the platform says about it when it is over.
  PlatformEvent.RuntimeDone done(Run run) {
    var spans = new ArrayList<PlatformEvent.Span>();
    var until = latency;
    if (until != null) {
      spans.add(new PlatformEvent.Span("responseLatency", started, until));
      spans.add(
          new PlatformEvent.Span(
              "responseDuration", started.plus(until), run.duration().minus(until)));
    }
    return new PlatformEvent.RuntimeDone(
        invocation.requestId(),
        run.status(),
        run.errorType(),
        run.duration(),
        passedBytes.get() + (run instanceof Run.Succeeded answer ? answer.payload().size() : 0),
        invocation.traceId(),
        spans);
  }

  /// The runtime begins to stream its answer.
  ///
  /// @return false where the caller takes whole answers only, so that it has to be collected
  boolean beginStream(String contentType) {
    var taker = invocation.stream();
    if (taker == null) {
      return false;
    }
    stream = taker.begin(contentType);
    return true;
  }

  /// Passes on a piece of a streamed answer. A client that has gone does not stop the function, as
  /// on Lambda.
  void pass(ByteBuffer piece) {
    passedBytes.addAndGet(piece.remaining());
    var stream = this.stream;
    if (stream == null) {
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
      this.stream = null;
    }
  }

  /// The caller has been answered: nothing more goes to its stream.
  void closeStream() {
    stream = null;
  }
}
