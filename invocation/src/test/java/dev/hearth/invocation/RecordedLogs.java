package dev.hearth.invocation;

import dev.hearth.observability.Logs;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Keeps what was logged, in order.
final class RecordedLogs implements Logs {
  final List<String> lines = new CopyOnWriteArrayList<>();

  @Override
  public void append(Stream stream, Instant time, String line) {
    lines.add(line);
  }

  @Override
  public void flush() {}

  @Override
  public long dropped() {
    return 0;
  }
}
