package dev.hearth.wire.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// A client that sends exactly the bytes it is told to.
final class RawClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;

  final Socket socket;
  private final InputStream in;

  RawClient(HttpServer server) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = socket.getInputStream();
  }

  RawClient send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /// One line without its end; empty at the end of the stream.
  String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).strip();
  }

  /// Status line and headers.
  String head() throws IOException {
    var head = new StringBuilder();
    for (var line = line(); !line.isEmpty(); line = line()) {
      head.append(line).append('\n');
    }
    return head.toString();
  }

  String text(int length) throws IOException {
    return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
  }

  byte[] bytes(int length) throws IOException {
    return in.readNBytes(length);
  }

  /// One chunk of a chunked answer; empty for the last one.
  String chunk() throws IOException {
    var text = text(HexFormat.fromHexDigits(line()));
    line();
    return text;
  }

  /// Status line, headers and a body of known length.
  String answer() throws IOException {
    var head = head();
    var length = head.replaceFirst("(?is).*content-length: (\\d+).*", "$1");
    return length.equals(head) ? head : head + text(Integer.parseInt(length));
  }

  /// Everything until the server closes; a reset counts as a close.
  String rest() {
    var all = new ByteArrayOutputStream();
    try {
      in.transferTo(all);
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("The server kept the connection open; so far: " + all, e);
    } catch (IOException e) {
      // reset
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
