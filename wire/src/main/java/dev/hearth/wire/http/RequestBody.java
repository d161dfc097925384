package dev.hearth.wire.http;

import dev.hearth.kernel.ServiceException;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The content of one request: no longer than it may be, not slower, and not shorter than
/// announced.
final class RequestBody extends InputStream {
  private final Supplier<InputStream> source;
  private final long announced;
  private final HttpLimits limits;
  private final Watchdog.Deadline deadline;
  private long received;
  private long waitedNanos;
  private boolean ended;
  private @Nullable InputStream opened;
  private @Nullable IOException broken;

  /// @param source opened by the first read, which tells a client to go on that asks first
  /// @param announced as `Content-Length` says, or -1
  /// @param deadline started while a client is waited for
  RequestBody(
      Supplier<InputStream> source, long announced, HttpLimits limits, Watchdog.Deadline deadline) {
    this.source = source;
    this.announced = announced;
    this.limits = limits;
    this.deadline = deadline;
    this.ended = announced == 0;
  }

  /// Bytes that the client has announced, or -1.
  long announced() {
    return announced;
  }

  /// Whether all of it has been read.
  boolean ended() {
    return ended;
  }

  /// Whether any of it has been asked for.
  boolean begun() {
    return opened != null;
  }

  /// Reads what is left, up to `most` bytes, so that the connection can serve another request.
  boolean drain(int most) {
    try {
      return ended || readNBytes(most).length < most || ended;
    } catch (IOException | ServiceException e) {
      return false;
    }
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (ended) {
      return -1;
    }
    if (length == 0) {
      return 0;
    }
    int count = receive(bytes, offset, length);
    if (count < 0) {
      ended = true;
      if (announced > received) {
        throw new IOException("Body: " + received + " bytes (expected: " + announced + ")");
      }
      return -1;
    }
    received += count;
    if (received > limits.bodyBytes()) {
      throw tooLarge();
    }
    ended = received == announced;
    return count;
  }

  private int receive(byte[] bytes, int offset, int length) throws IOException {
    if (broken != null) {
      throw new IOException(broken.getMessage(), broken); // what follows is anything but its rest
    }
    boolean inTime;
    int count;
    long start = System.nanoTime();
    deadline.start(patience());
    try {
      count = opened().read(bytes, offset, length);
    } catch (RequestException e) {
      broken = new IOException(e.getMessage(), e);
      throw e.status().equals(Status.REQUEST_ENTITY_TOO_LARGE_413) ? tooLarge() : malformed(e);
    } catch (RuntimeException e) { // the client has gone, or its framing is broken
      broken = new IOException("Body: cannot be read to its end", e);
      throw broken;
    } finally {
      inTime = deadline.stop();
      waitedNanos += System.nanoTime() - start;
    }
    if (!inTime) {
      Thread
          .interrupted(); // that is how a read over HTTP/2 was ended; it looks like the body's end
      broken = new IOException("Body: too slow");
      throw broken;
    }
    return count;
  }

  private InputStream opened() {
    var stream = opened;
    if (stream == null) {
      stream = source.get();
      opened = stream;
    }
    return stream;
  }

  /// How long the next bytes may take: never more than the stall time, and less where the body has
  /// been trickling in.
  private long patience() {
    long stall = limits.stallTime().toNanos();
    if (limits.bodyBytesPerSecond() == 0) {
      return stall;
    }
    long earned =
        stall + TimeUnit.SECONDS.toNanos(1) / limits.bodyBytesPerSecond() * received - waitedNanos;
    return Math.clamp(earned, 1, stall);
  }

  private static ServiceException malformed(RequestException e) {
    return new ServiceException("MalformedHttpRequestException", 400, "Body: " + e.getMessage(), e);
  }

  private ServiceException tooLarge() {
    return new ServiceException(
        "RequestEntityTooLargeException",
        413,
        "Request body: more than " + limits.bodyBytes() + " bytes");
  }
}
