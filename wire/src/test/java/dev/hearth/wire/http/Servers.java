package dev.hearth.wire.http;

import dev.hearth.kernel.Payload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Servers of a few lines each, and what they answer.
final class Servers {
  private Servers() {}

  static final HttpHeaders PLAIN = HttpHeaders.of("Content-Type", "text/plain");

  static HttpServer serve(HttpHandler handler, HttpRoute... routes) throws IOException {
    return new HttpServer(
        InetAddress.getLoopbackAddress(), 0, HttpLimits.DEFAULT, List.of(routes), handler);
  }

  static HttpResponse text(String text) {
    return HttpResponse.of(200, PLAIN, Payload.of(text));
  }

  static String bodyOf(HttpRequest request) {
    try {
      return new String(request.body().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
