package dev.hearth.server;

import dev.hearth.kernel.Payload;
import dev.hearth.wire.http.HttpHandler;
import dev.hearth.wire.http.HttpHeaders;
import dev.hearth.wire.http.HttpRequest;
import dev.hearth.wire.http.HttpResponse;
import dev.hearth.wire.http.HttpRoute;
import java.util.List;

/// Stands at the port until the parts behind it are ready: the port must be known before those that
/// tell it to functions can be built. Then it leads to Hearth's own routes and to the AWS
/// protocols.
final class Gate implements HttpHandler {
  private static final HttpHandler STARTING =
      _ ->
          HttpResponse.of(
              503,
              HttpHeaders.of("Retry-After", "1", "Content-Type", "text/plain"),
              Payload.of("Hearth is starting.\n"));

  private volatile HttpHandler way = STARTING;

  /// @param routes asked in order before `otherwise`
  void open(List<HttpRoute> routes, HttpHandler otherwise) {
    way =
        request -> {
          for (var route : routes) {
            if (route.matches().test(request)) {
              return route.handler().handle(request);
            }
          }
          return otherwise.handle(request);
        };
  }

  @Override
  public HttpResponse handle(HttpRequest request) {
    return way.handle(request);
  }
}
