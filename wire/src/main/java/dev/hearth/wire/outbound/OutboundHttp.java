package dev.hearth.wire.outbound;

import dev.hearth.kernel.Payload;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// Sends one request over a connection of its own, and follows no redirect.
///
/// The JDK's client looks names up by itself, and so could connect elsewhere than where was looked.
public final class OutboundHttp {
  private static final int LONGEST_LINE = 8 * 1024;
  private static final int MOST_HEADERS = 100;

  private final AddressRules addresses;
  private final Duration patience;
  private final ScheduledExecutorService watch;

  /// @param privateToo whether this machine's and its network's addresses may be reached
  /// @param patience for a whole exchange
  /// @param watch cuts off exchanges that take longer
  public OutboundHttp(boolean privateToo, Duration patience, ScheduledExecutorService watch) {
    this.addresses = new AddressRules(privateToo);
    this.patience = patience;
    this.watch = watch;
  }

  /// What is sent.
  ///
  /// @param headers without `Host`, `Content-Length` and `Connection`, which are added
  public record Request(String method, URI url, Map<String, String> headers, Payload body) {
    @Override
    public String toString() {
      return "Request[" + method + " " + url.getHost() + "]"; // the rest may hold secrets
    }
  }

  /// What came back.
  ///
  /// @param headers by their names in lower case
  /// @param body its beginning, as far as it was asked for
  public record Response(int status, Map<String, String> headers, Payload body) {}

  /// @param most bytes of the body that are read
  /// @throws IOException where there is no answer in time, or the address is not allowed
  public Response send(Request request, int most) throws IOException {
    return send(request, most, (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  /// As above, for a server whose certificate others than the JDK's authorities may have signed.
  ///
  /// @param trust decides whose certificates are good; that they name the host is checked as well
  public Response send(Request request, int most, SSLSocketFactory trust) throws IOException {
    var url = request.url();
    boolean secure = "https".equalsIgnoreCase(url.getScheme());
    int port = url.getPort() >= 0 ? url.getPort() : secure ? 443 : 80;
    int millis = (int) patience.toMillis();
    var address = addresses.resolve(url.getHost());
    try (var plain = new Socket()) {
      var cut = watch.schedule(() -> close(plain), millis, TimeUnit.MILLISECONDS);
      try {
        plain.connect(new InetSocketAddress(address, port), millis);
        plain.setSoTimeout(millis);
        if (!secure) {
          return exchange(plain, request, most);
        }
        try (var secured = secure(trust, plain, url.getHost(), port)) {
          return exchange(secured, request, most);
        }
      } finally {
        cut.cancel(false);
      }
    }
  }

  private static SSLSocket secure(SSLSocketFactory trust, Socket plain, String host, int port)
      throws IOException {
    var secured = (SSLSocket) trust.createSocket(plain, host, port, true);
    var parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the certificate must name the host
    secured.setSSLParameters(parameters);
    return secured;
  }

  private static Response exchange(Socket socket, Request request, int most) throws IOException {
    var out = socket.getOutputStream();
    out.write(head(request).getBytes(StandardCharsets.ISO_8859_1));
    out.write(request.body().bytes());
    out.flush();
    var in = new BufferedInputStream(socket.getInputStream());
    int status = status(in);
    var headers = headers(in);
    while (status >= 100 && status < 200) { // more is to come
      status = status(in);
      headers = headers(in);
    }
    boolean bare = request.method().equals("HEAD") || status == 204 || status == 304;
    return new Response(
        status, headers, bare ? Payload.EMPTY : Payload.of(body(in, headers, most)));
  }

  private static String head(Request request) throws ProtocolException {
    var url = request.url();
    var path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    var head = new StringBuilder(request.method()).append(' ').append(path);
    if (url.getRawQuery() != null) {
      head.append('?').append(url.getRawQuery());
    }
    head.append(" HTTP/1.1\r\nHost: ").append(url.getHost());
    if (url.getPort() >= 0) {
      head.append(':').append(url.getPort());
    }
    head.append("\r\n");
    for (var header : request.headers().entrySet()) {
      refuseLineEnds(header.getKey());
      refuseLineEnds(header.getValue());
      head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
    }
    return head.append("Content-Length: ")
        .append(request.body().size())
        .append("\r\nConnection: close\r\n\r\n")
        .toString();
  }

  /// A header's value may come from an event.
  private static void refuseLineEnds(String text) throws ProtocolException {
    if (text.chars().anyMatch(c -> c < ' ' && c != '\t')) {
      throw new ProtocolException("A header has a control character");
    }
  }

  private static int status(InputStream in) throws IOException {
    var words = line(in).split(" ", 3);
    if (words.length >= 2 && words[0].startsWith("HTTP/1.") && words[1].matches("[1-5][0-9]{2}")) {
      return Integer.parseInt(words[1]);
    }
    throw new ProtocolException("The endpoint does not answer in HTTP");
  }

  private static Map<String, String> headers(InputStream in) throws IOException {
    var headers = new TreeMap<String, String>();
    for (var line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      if (colon < 1 || headers.size() == MOST_HEADERS) {
        throw new ProtocolException("The endpoint's answer has too many headers, or wrong ones");
      }
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }

  private static byte[] body(InputStream in, Map<String, String> headers, int most)
      throws IOException {
    if (!"chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      var length = headers.get("content-length");
      boolean known = length != null && length.matches("[0-9]{1,9}");
      return in.readNBytes(known ? Math.min(Integer.parseInt(length), most) : most);
    }
    var all = new ByteArrayOutputStream();
    while (all.size() < most) {
      var size = line(in).split(";", 2)[0].strip();
      if (!size.matches("[0-9a-fA-F]{1,7}")) {
        throw new ProtocolException("The endpoint's answer is cut wrongly");
      }
      int left = Integer.parseInt(size, 16);
      if (left == 0) {
        break;
      }
      var chunk = in.readNBytes(Math.min(left, most - all.size()));
      all.write(chunk);
      if (chunk.length < left || !line(in).isEmpty()) {
        break;
      }
    }
    return all.toByteArray();
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0 || line.length() == LONGEST_LINE) {
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
