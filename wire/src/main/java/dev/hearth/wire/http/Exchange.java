package dev.hearth.wire.http;

import dev.hearth.kernel.ServiceException;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpSecurity;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Between the web server's requests and responses and ours: one request, one answer.
final class Exchange implements HttpRouting {
  private static final Logger LOG = System.getLogger(Exchange.class.getName());

  /// What is worth reading of an unwanted body to keep its connection.
  private static final int DRAINED_BYTES = 64 << 10;

  /// They belong to the connection, which is the server's.
  private static final Set<String> CONNECTION_HEADERS =
      Set.of("connection", "keep-alive", "transfer-encoding", "upgrade", "content-length");

  private final List<HttpRoute> routes;
  private final HttpHandler otherwise;
  private final HttpLimits limits;
  private final Watchdog watchdog;

  Exchange(List<HttpRoute> routes, HttpHandler otherwise, HttpLimits limits, Watchdog watchdog) {
    this.routes = routes;
    this.otherwise = otherwise;
    this.limits = limits;
    this.watchdog = watchdog;
  }

  @Override
  public void route(ConnectionContext context, RoutingRequest from, RoutingResponse to) {
    var connection = (ClientConnection) context;
    if (from.prologue().protocolVersion().equals("1.1")) {
      http1(connection, from, to);
    } else {
      http2(connection, from, to);
    }
  }

  private void http1(ClientConnection connection, RoutingRequest from, RoutingResponse to) {
    var body = body(from, connection.bodyDeadline());
    connection.exchangeStarted();
    boolean last;
    try {
      var response = answer(from, body);
      last =
          from.headers().containsToken(HeaderValues.CONNECTION_CLOSE)
              || !reusable(from, response, body);
      if (last) {
        to.header(HeaderValues.CONNECTION_CLOSE);
      }
      connection.answerBegins();
      send(response, from, to);
    } finally {
      connection.exchangeEnded(body.ended());
    }
    if (last) {
      // The web server would wait for the client to close, and take what is left of the body for
      // another request.
      throw new CloseConnectionException("It was the connection's last request");
    }
  }

  private void http2(ClientConnection connection, RoutingRequest from, RoutingResponse to) {
    connection.upgraded();
    connection.exchangeStarted();
    // A late body ends its own request only, whose thread this is.
    try (var deadline = watchdog.watch(Thread.currentThread()::interrupt)) {
      send(answer(from, body(from, deadline)), from, to);
    } finally {
      connection.exchangeEnded(true);
    }
  }

  private RequestBody body(RoutingRequest from, Watchdog.Deadline deadline) {
    var content = from.content();
    long announced = content.hasEntity() ? from.headers().contentLength().orElse(-1) : 0;
    return new RequestBody(content::inputStream, announced, limits, deadline);
  }

  private HttpResponse answer(RoutingRequest from, RequestBody body) {
    var request = request(from, body);
    return request == null ? HttpResponse.empty(400) : answer(request);
  }

  private HttpResponse answer(HttpRequest request) {
    try {
      for (var route : routes) {
        if (route.matches().test(request)) {
          return route.handler().handle(request);
        }
      }
      return otherwise.handle(request);
    } catch (CloseConnectionException e) {
      throw e;
    } catch (ServiceException e) {
      return HttpResponse.empty(e.status()); // a body that is too large, most likely
    } catch (RuntimeException | Error e) { // one request's trouble is not the connection's
      LOG.log(Level.ERROR, "Cannot answer " + request, e);
      return HttpResponse.empty(500);
    }
  }

  /// Null where the request's target or host is none.
  private static @Nullable HttpRequest request(RoutingRequest from, RequestBody body) {
    var prologue = from.prologue();
    var path = path(prologue.uriPath().rawPath());
    var query = prologue.query().rawValue();
    if (path == null || prologue.fragment().hasValue() || !isAscii(path) || !isAscii(query)) {
      return null;
    }
    try {
      var headers = headers(from);
      return new HttpRequest(
          prologue.method().text(),
          path,
          query,
          headers,
          body,
          body.announced(),
          from.remotePeer().host(),
          URI.create((from.isSecure() ? "https://" : "http://") + headers.first("Host", "")));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static HttpHeaders headers(RoutingRequest from) {
    var headers = HttpHeaders.builder();
    for (var header : from.headers()) {
      for (var value : header.allValues()) {
        headers.add(header.name(), value);
      }
    }
    if (!from.headers().contains(HeaderNames.HOST)) {
      headers.add("Host", from.authority()); // HTTP/2's :authority, which signatures cover
    }
    return headers.build();
  }

  /// The path of a request target in any form: `/path`, `http://host/path`, `*` (RFC 9112, 3.2).
  private static @Nullable String path(String target) {
    if (target.startsWith("/") || target.equals("*")) {
      return target;
    }
    var lower = target.toLowerCase(Locale.ROOT);
    if (!lower.startsWith("http://") && !lower.startsWith("https://")) {
      return null;
    }
    int path = target.indexOf('/', target.indexOf("//") + 2);
    return path < 0 ? "/" : target.substring(path);
  }

  /// A target beyond ASCII is no URI; the web server has made U+FFFD of it.
  private static boolean isAscii(String target) {
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c <= ' ' || c >= 0x7f) {
        return false;
      }
    }
    return true;
  }

  /// Whether the connection can serve another request: nothing of this one may be left in it.
  private static boolean reusable(RoutingRequest from, HttpResponse response, RequestBody body) {
    if (body.ended()) {
      return true;
    }
    boolean notSentYet = !body.begun() && from.headers().containsToken(HeaderValues.EXPECT_100);
    boolean mayBeReadLater = response.body() instanceof HttpResponse.Body.Stream;
    return !notSentYet && !mayBeReadLater && body.drain(DRAINED_BYTES);
  }

  private static void send(HttpResponse response, RoutingRequest from, RoutingResponse to) {
    boolean isHead = from.prologue().method().equals(Method.HEAD);
    to.status(Status.create(response.status()));
    response.headers().asMap().forEach((name, values) -> setHeader(to, name, values));
    boolean headOnly = isHead || response.status() == 204 || response.status() == 304;
    switch (response.body()) {
      case HttpResponse.Body.Bytes(var payload) when headOnly -> {
        if (isHead) {
          long length = payload.size();
          to.headers()
              .contentLength(
                  response.headers().first("Content-Length").map(Long::parseLong).orElse(length));
        }
        to.send();
      }
      case HttpResponse.Body.Bytes(var payload) -> to.send(payload.bytes());
      case HttpResponse.Body.Stream(var length, _) when headOnly -> {
        if (length >= 0 && isHead) {
          to.headers().contentLength(length);
        }
        to.send();
      }
      case HttpResponse.Body.Stream(var length, var writer) -> stream(length, writer, to);
    }
  }

  @Override
  public HttpSecurity security() {
    return HttpSecurity.create(); // none: who may do what is decided above
  }

  @Override
  public void beforeStart() {}

  @Override
  public void afterStop() {}

  private static void setHeader(RoutingResponse to, String name, List<String> values) {
    if (!CONNECTION_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
      to.headers().set(HeaderValues.create(HeaderNames.create(name), values));
    }
  }

  private static void stream(long length, HttpResponse.Writer writer, RoutingResponse to) {
    if (length >= 0) {
      to.headers().contentLength(length);
    }
    var body = new ResponseBody(to.outputStream(), length);
    try {
      writer.writeTo(body);
      body.checkComplete();
      to.commit();
    } catch (IOException | RuntimeException e) {
      if (!body.clientHasGone()) {
        LOG.log(Level.WARNING, "An answer was cut short", e);
      }
      // The connection ends without the answer's end, by which the client knows that it is cut.
      throw new CloseConnectionException("Answer cut short", e);
    }
  }
}
