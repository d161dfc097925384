package dev.hearth.sandbox.contract;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// A runtime by hand: writes bytes, reads answers.
final class RawRuntime implements AutoCloseable {
  private final Socket socket;

  RawRuntime(int port) throws IOException {
    socket = new Socket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
    socket.setSoTimeout(10_000);
    socket.setTcpNoDelay(true);
  }

  /// @param headers by lower-case name
  record Answer(int status, Map<String, String> headers, String body) {}

  void write(String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  Answer get(String path) throws IOException {
    write("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
    return read();
  }

  Answer next() throws IOException {
    return get("/2018-06-01/runtime/invocation/next");
  }

  Answer post(String path, String body, String... headers) throws IOException {
    var extra = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    write(
        "POST %s HTTP/1.1\r\nHost: x\r\n%sContent-Length: %d\r\n\r\n%s"
            .formatted(path, extra, body.length(), body));
    return read();
  }

  Answer respond(String requestId, String body, String... headers) throws IOException {
    return post("/2018-06-01/runtime/invocation/" + requestId + "/response", body, headers);
  }

  Answer read() throws IOException {
    var in = socket.getInputStream();
    var status = Integer.parseInt(line(in).substring(9, 12));
    var headers = new TreeMap<String, String>();
    for (var line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    var body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    return new Answer(status, headers, new String(body, StandardCharsets.UTF_8));
  }

  /// Whether the platform hangs up without a further byte.
  boolean hungUp() throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketException e) {
      return true; // reset
    }
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("hung up after: " + line);
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
