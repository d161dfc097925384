package dev.hearth.wire.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import java.util.function.Supplier;

/// Bytes from a client, of which no more are held than has a bound.
///
/// The web server takes a chunk of a chunked body into memory whole, and a chunk's size line
/// however long it is; a client could make it hold gigabytes.
@SuppressWarnings("removal") // the factory method's class cannot be refined
final class BoundedReader extends DataReader {
  /// Larger than any chunk that HTTP clients make of a stream; HTTP/2 frames are below it, too.
  private static final int LARGEST_CHUNK = 16 << 20;

  private static final int LONGEST_LINE = 1 << 10;

  BoundedReader(Supplier<byte[]> source) {
    super(source);
  }

  @Override
  public BufferData readBuffer(int length) {
    if (length > LARGEST_CHUNK) {
      throw refusal("Chunk: " + length + " bytes (expected: up to " + LARGEST_CHUNK + ")");
    }
    return super.readBuffer(length);
  }

  @Override
  public String readLine() {
    int length = findNewLine(LONGEST_LINE);
    if (length == LONGEST_LINE) {
      throw refusal("Chunk's size line: too long");
    }
    var line = readAsciiString(length);
    skip(2); // CR LF
    return line;
  }

  private static RequestException refusal(String message) {
    return RequestException.builder()
        .type(EventType.BAD_REQUEST)
        .status(Status.BAD_REQUEST_400)
        .setKeepAlive(false)
        .message(message)
        .build();
  }
}
