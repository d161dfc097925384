package dev.hearth.messaging.topics.delivery;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// One POST over a connection of its own, to an address that the caller has looked at.
///
/// The JDK's client looks names up by itself, and so would connect elsewhere than where was looked.
/// Of the answer only the status counts. A peer that is slow in anything is cut off in time.
final class HttpPost {
  private static final int LONGEST_STATUS_LINE = 8 * 1024;

  private final Duration patience;
  private final ScheduledExecutorService watch;

  /// @param patience for the whole exchange
  /// @param watch closes connections that take longer
  HttpPost(Duration patience, ScheduledExecutorService watch) {
    this.patience = patience;
    this.watch = watch;
  }

  /// @return the answer's status
  /// @throws IOException where there is none in time
  int send(URI url, InetAddress address, Map<String, String> headers, byte[] body)
      throws IOException {
    boolean secure = "https".equalsIgnoreCase(url.getScheme());
    int port = url.getPort() >= 0 ? url.getPort() : secure ? 443 : 80;
    int millis = (int) patience.toMillis();
    try (var plain = new Socket()) {
      var cut = watch.schedule(() -> close(plain), millis, TimeUnit.MILLISECONDS);
      try {
        plain.connect(new InetSocketAddress(address, port), millis);
        plain.setSoTimeout(millis);
        plain.setTcpNoDelay(true);
        return secure
            ? sendSecurely(plain, url, port, headers, body)
            : send(plain, url, headers, body);
      } finally {
        cut.cancel(false);
      }
    }
  }

  private static int sendSecurely(
      Socket plain, URI url, int port, Map<String, String> headers, byte[] body)
      throws IOException {
    var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    try (var secured = (SSLSocket) factory.createSocket(plain, url.getHost(), port, true)) {
      var parameters = secured.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the certificate must name the host
      secured.setSSLParameters(parameters);
      return send(secured, url, headers, body);
    }
  }

  private static int send(Socket socket, URI url, Map<String, String> headers, byte[] body)
      throws IOException {
    var head = new StringBuilder("POST ").append(target(url)).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(url.getHost());
    if (url.getPort() >= 0) {
      head.append(':').append(url.getPort());
    }
    head.append("\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Content-Length: ").append(body.length).append("\r\n");
    head.append("Connection: close\r\n\r\n");
    var out = socket.getOutputStream();
    out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    out.write(body);
    out.flush();
    var in = new BufferedInputStream(socket.getInputStream());
    int status = status(in);
    while (status >= 100 && status < 200) { // more is to come
      skipHeaders(in);
      status = status(in);
    }
    return status;
  }

  private static String target(URI url) {
    var path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
  }

  private static int status(InputStream in) throws IOException {
    var line = line(in);
    var words = line.split(" ", 3);
    if (words.length >= 2 && words[0].startsWith("HTTP/1.") && words[1].matches("[1-5][0-9]{2}")) {
      return Integer.parseInt(words[1]);
    }
    throw new ProtocolException("The endpoint does not answer in HTTP");
  }

  private static void skipHeaders(InputStream in) throws IOException {
    int lines = 0;
    while (!line(in).isEmpty()) {
      if (++lines > 100) {
        throw new ProtocolException("The endpoint's answer has too many headers");
      }
    }
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0 || line.length() == LONGEST_STATUS_LINE) {
        throw new ProtocolException("The endpoint does not answer in HTTP");
      }
      line.append((char) next);
    }
    return line.toString().stripTrailing();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // it is of no use any more either way
    }
  }
}
