package dev.hearth.invocation;

import dev.hearth.functions.Settings.Logging;
import dev.hearth.kernel.Payload;
import dev.hearth.observability.Logs;
import dev.hearth.sandbox.LogSink;
import dev.hearth.sandbox.PlatformEvent;
import dev.hearth.sandbox.telemetry.EventJson;
import java.time.Instant;
import java.time.InstantSource;

/// One sandbox's log stream, in its function's format, and the tail of the run in progress.
final class SandboxLog implements LogSink {
  private final Logs logs;
  private final Logs.Stream stream;
  private final LogLevels levels;
  private final InstantSource clock;
  private final LogTail tail = new LogTail();

  SandboxLog(Logs logs, Logs.Stream stream, Logging logging, InstantSource clock) {
    this.logs = logs;
    this.stream = stream;
    this.levels = LogLevels.of(logging);
    this.clock = clock;
  }

  /// A line of the function's, unless it says itself that it is below the level that is kept.
  @Override
  public void accept(Instant time, String line) {
    if (levels.keep(line)) {
      append(time, line);
    }
  }

  /// A line of an extension's, which no level applies to.
  @Override
  public void extension(Instant time, String line) {
    append(time, line);
  }

  /// As JSON, where that is the format and the event's level is kept; else as lines of text.
  @Override
  public void platform(Instant time, PlatformEvent event) {
    if (!levels.json()) {
      RunReport.lines(event).forEach(line -> append(time, line));
    } else if (levels.keep(event)) {
      append(time, EventJson.of(time, event));
    }
  }

  /// A line of the platform's own that only the format of text has.
  void explain(String line) {
    if (!levels.json()) {
      append(clock.instant(), line);
    }
  }

  private void append(Instant time, String line) {
    var ended = line + "\n"; // as Lambda's own events end
    tail.add(ended);
    logs.append(stream, time, ended);
  }

  void startRun() {
    tail.clear();
  }

  Payload tail() {
    return tail.toPayload();
  }
}
