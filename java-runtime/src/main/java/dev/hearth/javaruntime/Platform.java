package dev.hearth.javaruntime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// The Runtime API over one connection; the platform answers in order, with a length always. A
/// socket and no HTTP client: those of the JDK take a tenth of a second to load.
public final class Platform implements Closeable {
  private static final int BUFFER = 16 * 1024;

  private final String host;
  private final InputStream in;
  private final OutputStream out;
  private byte[] buffer = new byte[BUFFER];
  private int start;
  private int end;

  /// @param address host and port
  public Platform(String address) throws IOException {
    this(address, connect(address));
  }

  private Platform(String address, Socket socket) throws IOException {
    this(address, socket.getInputStream(), socket.getOutputStream());
  }

  /// @param host that it says it speaks to
  /// @param in what the platform answers
  public Platform(String host, InputStream in, OutputStream out) {
    this.host = host;
    this.in = in;
    this.out = out;
  }

  private static Socket connect(String address) throws IOException {
    int colon = address.lastIndexOf(':');
    var socket =
        new Socket(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
    socket.setTcpNoDelay(true);
    return socket;
  }

  /// What the platform answered.
  public static final class Answer {
    private final Map<String, String> headers;
    private final byte[] body;

    Answer(Map<String, String> headers, byte[] body) {
      this.headers = headers;
      this.body = body;
    }

    /// By their names in lower case.
    public Map<String, String> headers() {
      return headers;
    }

    public byte[] body() {
      return body;
    }
  }

  /// Waits for the function that this process is to run.
  ///
  /// @return its environment
  public Map<String, String> function() throws IOException {
    var variables = new HashMap<String, String>();
    Object environment = Json.map(get("/hearth/park").body()).get("environment");
    if (environment instanceof Map<?, ?>) {
      // No lambda: the first one that a JVM meets takes it longer than all of this.
      for (var variable : ((Map<?, ?>) environment).entrySet()) {
        variables.put(String.valueOf(variable.getKey()), String.valueOf(variable.getValue()));
      }
    }
    return variables;
  }

  public Answer get(String path) throws IOException {
    out.write(head("GET", path, 0, ""));
    return receive();
  }

  /// @param headers each ended by a line end
  public void post(String path, String headers, byte[] body) throws IOException {
    send(head("POST", path, body.length, headers), body, new byte[0]);
    receive();
  }

  /// Two calls in one packet; the first one's answer says nothing.
  public Answer postThenGet(String path, String headers, byte[] body, String next)
      throws IOException {
    send(head("POST", path, body.length, headers), body, head("GET", next, 0, ""));
    receive();
    return receive();
  }

  private void send(byte[] head, byte[] body, byte[] after) throws IOException {
    var all = Arrays.copyOf(head, head.length + body.length + after.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    System.arraycopy(after, 0, all, head.length + body.length, after.length);
    out.write(all);
  }

  private byte[] head(String method, String path, int length, String headers) {
    var text =
        method
            + " "
            + path
            + " HTTP/1.1\r\nHost: "
            + host
            + "\r\nContent-Length: "
            + length
            + "\r\n"
            + headers
            + "\r\n";
    return text.getBytes(ISO_8859_1);
  }

  private Answer receive() throws IOException {
    int headEnd = headEnd();
    var lines = new String(buffer, start, headEnd - start, ISO_8859_1).split("\r\n", -1);
    var headers = new HashMap<String, String>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0) {
        headers.put(
            lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
            lines[i].substring(colon + 1).trim());
      }
    }
    start = headEnd + 4;
    return new Answer(headers, body(Integer.parseInt(headers.getOrDefault("content-length", "0"))));
  }

  /// Where the empty line begins that ends the head.
  private int headEnd() throws IOException {
    while (true) {
      for (int i = start; i + 3 < end; i++) {
        if (buffer[i] == '\r' && buffer[i + 1] == '\n' && buffer[i + 2] == '\r') {
          return i;
        }
      }
      fill();
    }
  }

  private void fill() throws IOException {
    if (start == end) {
      start = 0;
      end = 0;
    } else if (end == buffer.length) {
      buffer = Arrays.copyOfRange(buffer, start, start + Math.max(BUFFER, 2 * (end - start)));
      end -= start;
      start = 0;
    }
    int count = in.read(buffer, end, buffer.length - end);
    if (count < 0) {
      Runtime.getRuntime().halt(0); // the platform is gone
    }
    end += count;
  }

  private byte[] body(int length) throws IOException {
    var body = new byte[length];
    int have = Math.min(length, end - start);
    System.arraycopy(buffer, start, body, 0, have);
    start += have;
    if (in.readNBytes(body, have, length - have) < length - have) {
      Runtime.getRuntime().halt(0);
    }
    return body;
  }

  @Override
  public void close() throws IOException {
    in.close(); // and the connection with it
  }
}
