package dev.hearth.gateway;

import dev.hearth.invocation.Answer;
import dev.hearth.invocation.Response;
import dev.hearth.wire.http.HttpHeaders;
import dev.hearth.wire.http.HttpRequest;
import dev.hearth.wire.http.HttpResponse;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// Makes an HTTP answer of what a function streams, while it does. What it returns whole is the
/// body as it is: in this mode nobody looks into it.
final class StreamedAnswer {
  private static final int BUFFER_BYTES = 16 << 10;

  private StreamedAnswer() {}

  static HttpResponse of(Response response, HttpRequest request) {
    return switch (response) {
      case Response.Whole(var answer) -> whole(answer);
      case Response.Streamed streamed -> {
        var body = new BufferedInputStream(streamed.body(), BUFFER_BYTES);
        try {
          yield of(streamed, body, request);
        } catch (IOException e) {
          throw new UncheckedIOException(e); // what comes from a function's stream does no I/O
        }
      }
    };
  }

  private static HttpResponse whole(Answer answer) {
    return answer.functionError() == null
        ? HttpResponse.of(200, HttpHeaders.of("Content-Type", "application/json"), answer.payload())
        : FunctionAnswer.badGateway();
  }

  private static HttpResponse of(Response.Streamed streamed, InputStream body, HttpRequest request)
      throws IOException {
    var head = head(streamed, body);
    if (head == null || failedAtOnce(streamed, body)) {
      body.close();
      return FunctionAnswer.badGateway();
    }
    boolean bodiless =
        request.method().equals("HEAD") || head.status() == 204 || head.status() == 304;
    if (bodiless) {
      body.close();
      return new HttpResponse(
          head.status(), head.headers(), HttpResponse.empty(head.status()).body());
    }
    return new HttpResponse(
        head.status(),
        head.headers(),
        new HttpResponse.Body.Stream(-1, out -> copy(streamed, body, out)));
  }

  /// What goes before the body: in the stream itself, or nothing but its type.
  ///
  /// @return null where the stream says that it begins with a head and does not
  static @Nullable HttpIntegration head(Response.Streamed streamed, InputStream body)
      throws IOException {
    return streamed.contentType().equals(HttpIntegration.CONTENT_TYPE)
        ? HttpIntegration.readPrelude(body)
        : new HttpIntegration(200, HttpHeaders.of("Content-Type", streamed.contentType()));
  }

  /// Waits for the first byte: as long as there is none, a failure can be told as such.
  private static boolean failedAtOnce(Response.Streamed streamed, InputStream body)
      throws IOException {
    body.mark(1);
    boolean empty = body.read() < 0;
    body.reset();
    return empty && streamed.outcome().functionError() != null;
  }

  private static void copy(Response.Streamed streamed, InputStream body, OutputStream out)
      throws IOException {
    try (body) {
      var buffer = new byte[BUFFER_BYTES];
      for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
        out.write(buffer, 0, count);
        out.flush();
      }
    }
    if (streamed.outcome().functionError() != null) {
      throw new IOException("The function failed in the middle of its response");
    }
  }
}
