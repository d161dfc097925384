package dev.hearth.sandbox.logs;

import dev.hearth.sandbox.LogSink;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;

/// Makes lines of bytes.
///
/// A carriage return inside a line becomes a line feed: it is how the bootstraps send an event of
/// several lines, a stack trace for one, through a pipe as a single event.
public final class LineSplitter {
  /// CloudWatch Logs takes no larger event.
  static final int MAX_LINE_BYTES = 256 * 1024;

  private final InstantSource clock;
  private LogSink sink;
  private byte[] line = new byte[256];
  private int length;

  /// @param sink takes each line with the time at which its end came
  public LineSplitter(InstantSource clock, LogSink sink) {
    this.clock = clock;
    this.sink = sink;
  }

  void to(LogSink sink) {
    this.sink = sink;
  }

  /// Takes in the next bytes.
  public void accept(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      byte next = bytes.get();
      if (next == '\n') {
        deliver();
      } else {
        append(next);
      }
    }
  }

  /// Delivers a last line that has no end.
  public void flush() {
    if (length > 0) {
      deliver();
    }
  }

  private void append(byte next) {
    if (length == MAX_LINE_BYTES) {
      deliver();
    }
    if (length == line.length) {
      line = Arrays.copyOf(line, Math.min(2 * length, MAX_LINE_BYTES));
    }
    line[length++] = next;
  }

  private void deliver() {
    if (length > 0 && line[length - 1] == '\r') {
      length--;
    }
    var text = new String(line, 0, length, StandardCharsets.UTF_8).replace('\r', '\n');
    length = 0;
    if (line.length > 8 * 1024) {
      line = new byte[256]; // one long line must not cost memory for ever
    }
    sink.accept(clock.instant(), text);
  }
}
