package dev.hearth.invocation;

import dev.hearth.kernel.Payload;
import dev.hearth.observability.Logs;
import dev.hearth.sandbox.LogSink;
import java.time.Instant;
import java.time.InstantSource;

/// One sandbox's log stream, and the tail of the run in progress.
final class SandboxLog implements LogSink {
  private final Logs logs;
  private final Logs.Stream stream;
  private final InstantSource clock;
  private final LogTail tail = new LogTail();

  SandboxLog(Logs logs, Logs.Stream stream, InstantSource clock) {
    this.logs = logs;
    this.stream = stream;
    this.clock = clock;
  }

  @Override
  public void accept(Instant time, String line) {
    var ended = line + "\n"; // as Lambda's own events end
    tail.add(ended);
    logs.append(stream, time, ended);
  }

  /// A line of the platform's own.
  void platform(String line) {
    accept(clock.instant(), line);
  }

  void startRun() {
    tail.clear();
  }

  Payload tail() {
    return tail.toPayload();
  }
}
