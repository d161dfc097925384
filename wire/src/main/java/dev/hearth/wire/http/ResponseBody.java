package dev.hearth.wire.http;

import io.helidon.common.socket.SocketWriterException;
import io.helidon.http.http2.Http2Exception;
import io.helidon.webserver.CloseConnectionException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/// The content of one streamed answer on its way out; a client that has gone is an [IOException].
final class ResponseBody extends OutputStream {
  private final OutputStream out;
  private final long length;
  private long sent;
  private boolean clientHasGone;

  /// @param length bytes that must come, or -1
  ResponseBody(OutputStream out, long length) {
    this.out = out;
    this.length = length;
  }

  /// @throws IOException where less has come than was announced
  void checkComplete() throws IOException {
    if (length >= 0 && sent != length) {
      throw new IOException("Answer: " + sent + " bytes (expected: " + length + ")");
    }
  }

  boolean clientHasGone() {
    return clientHasGone;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    if (length >= 0 && count > length - sent) {
      throw new IllegalStateException("Answer: more than the announced " + length + " bytes");
    }
    guarded(() -> out.write(bytes, offset, count));
    sent += count;
  }

  @Override
  public void flush() throws IOException {
    guarded(out::flush);
  }

  private void guarded(Sending sending) throws IOException {
    try {
      sending.run();
    } catch (CloseConnectionException
        | SocketWriterException
        | UncheckedIOException
        | Http2Exception e) {
      clientHasGone = true;
      throw new IOException("The client has gone", e);
    }
  }

  private interface Sending {
    void run() throws IOException;
  }
}
