package dev.hearth.wire.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import java.time.Duration;

/// Bytes to a client, which must take them in within a time.
final class TimedWriter implements DataWriter {
  private final HelidonSocket socket;
  private final Watchdog.Deadline writing;
  private final long stallNanos;

  TimedWriter(HelidonSocket socket, Watchdog.Deadline writing, Duration stallTime) {
    this.socket = socket;
    this.writing = writing;
    this.stallNanos = stallTime.toNanos();
  }

  @Override
  public void write(BufferData... buffers) {
    writeNow(BufferData.create(buffers));
  }

  @Override
  public void write(BufferData buffer) {
    writeNow(buffer);
  }

  @Override
  public void writeNow(BufferData... buffers) {
    writeNow(BufferData.create(buffers));
  }

  @Override
  public void writeNow(BufferData buffer) {
    writing.start(stallNanos);
    try {
      socket.write(buffer);
    } finally {
      writing.stop();
    }
  }
}
