package dev.hearth.benchmarks;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// One HTTP/1.1 connection that stays open. It sends bytes that were made before, and reads just
/// enough of the answer to know its status and its end: a full client would cost as much time as
/// the servers that are measured with it.
final class HttpConnection implements AutoCloseable {
  private static final int LONGEST_LINE = 16_384;
  private static final int TIMEOUT_MILLIS = 60_000;

  /// @param status such as 200
  /// @param error the value of `X-Amz-Function-Error`, else empty
  record Answer(int status, String error, String text) {
    boolean succeeded() {
      return status >= 200 && status < 300 && error.isEmpty();
    }
  }

  private final Socket socket;
  private final BufferedInputStream in;
  private final OutputStream out;

  HttpConnection(URI endpoint) throws IOException {
    socket = new Socket();
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    var host = InetAddress.getAllByName(endpoint.getHost())[0];
    socket.connect(new InetSocketAddress(host, endpoint.getPort()), TIMEOUT_MILLIS);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = new BufferedInputStream(socket.getInputStream(), 16_384);
    out = socket.getOutputStream();
  }

  /// Sends a whole request and waits for the whole answer.
  Answer send(byte[] request) throws IOException {
    out.write(request);
    var statusLine = line();
    int status = Integer.parseInt(statusLine.substring(9, 12));
    int length = 0;
    boolean chunked = false;
    var error = "";
    for (var header = line(); !header.isEmpty(); header = line()) {
      int colon = header.indexOf(':');
      var value = header.substring(colon + 1).strip();
      switch (header.substring(0, colon).toLowerCase(Locale.ROOT)) {
        case "content-length" -> length = Integer.parseInt(value);
        case "transfer-encoding" -> chunked = value.equalsIgnoreCase("chunked");
        case "x-amz-function-error" -> error = value;
        default -> {}
      }
    }
    var body = chunked ? chunks() : exactly(length);
    return new Answer(status, error, new String(body, StandardCharsets.UTF_8));
  }

  private byte[] chunks() throws IOException {
    var body = new ByteArrayOutputStream();
    for (int size = chunkSize(); size > 0; size = chunkSize()) {
      body.writeBytes(exactly(size));
      line();
    }
    line();
    return body.toByteArray();
  }

  private int chunkSize() throws IOException {
    return Integer.parseInt(line().split(";", 2)[0].strip(), 16);
  }

  private byte[] exactly(int length) throws IOException {
    var bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the server closed the connection within an answer");
    }
    return bytes;
  }

  private String line() throws IOException {
    var line = new StringBuilder(64);
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0 || line.length() > LONGEST_LINE) {
        throw new EOFException("the server closed the connection, or sent no HTTP");
      }
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
