package dev.hearth.sandbox.contract;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/// Reads one connection's requests.
final class HttpRequests extends HttpMessages {
  static final int MAX_HEADER_BYTES = 16 * 1024;

  private final Events events;
  private final HttpParser parser;

  HttpRequests(ReadableByteChannel channel) {
    var requests = new Events();
    super(channel, requests);
    events = requests;
    parser = new HttpParser(requests, MAX_HEADER_BYTES);
    parser.setHeaderCacheSize(NO_CACHE);
  }

  @Override
  HttpParser parser() {
    return parser;
  }

  /// A request's line and headers; its body is still to be read.
  ///
  /// @param contentLength -1 where it is not known
  record Head(
      String method, String path, HttpVersion version, HttpFields headers, long contentLength) {

    @Nullable String header(String name) {
      return headers.get(name);
    }

    boolean expectsContinue() {
      return "100-continue".equalsIgnoreCase(header("Expect"));
    }
  }

  /// The next request, or null when the peer has hung up in between.
  ///
  /// @throws IOException when the peer hangs up in a request or sends what is not one
  @Nullable Head next() throws IOException {
    reset();
    return readHead()
        ? new Head(
            events.method,
            events.path,
            events.version,
            events.fields.asImmutable(),
            parser.getContentLength())
        : null;
  }

  /// Whether the whole body has been read and the peer, not waiting for its answer, has sent more.
  boolean followed() {
    return events.complete && buffer.hasRemaining();
  }

  private static final class Events extends HttpMessages.Events
      implements HttpParser.RequestHandler {
    private String method = "";
    private String path = "";
    private HttpVersion version = HttpVersion.HTTP_1_1;

    @Override
    public void startRequest(String method, String uri, HttpVersion version) {
      this.method = method;
      this.path = uri;
      this.version = version;
    }
  }
}
