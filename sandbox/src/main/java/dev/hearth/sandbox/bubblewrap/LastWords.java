package dev.hearth.sandbox.bubblewrap;

import dev.hearth.sandbox.LogSink;
import java.time.Instant;
import java.util.ArrayDeque;

/// The end of what a cell that never got its function has written.
final class LastWords implements LogSink {
  private static final int LINES = 20;

  private final ArrayDeque<String> lines = new ArrayDeque<>();

  @Override
  public synchronized void accept(Instant time, String line) {
    if (lines.size() == LINES) {
      lines.removeFirst();
    }
    lines.add(line);
  }

  @Override
  public synchronized String toString() {
    return String.join("\n", lines);
  }
}
