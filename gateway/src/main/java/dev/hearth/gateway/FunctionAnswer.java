package dev.hearth.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.invocation.Response;
import dev.hearth.kernel.Payload;
import dev.hearth.wire.http.HttpHeaders;
import dev.hearth.wire.http.HttpResponse;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Makes an HTTP answer of what a function returned, in payload format 2.0: JSON with a
/// `statusCode` tells status, headers, cookies and body; other JSON is itself the body. Source: AWS
/// Lambda Developer Guide, "Invoking Lambda function URLs", "Response payload format".
final class FunctionAnswer {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Source: "Lambda quotas", invocation payload.
  private static final int MAX_BYTES = 6 * 1024 * 1024;

  private static final HttpHeaders JSON_TYPE = HttpHeaders.of("Content-Type", "application/json");

  private FunctionAnswer() {}

  /// For a function that failed, or returned what is no answer.
  static HttpResponse badGateway() {
    return HttpResponse.of(
        502,
        HttpHeaders.of(
            "Content-Type", "text/plain", "x-amzn-ErrorType", "InternalServerErrorException"),
        Payload.of("Internal Server Error"));
  }

  /// @param response one that is streamed is collected first, up to what others may have
  static HttpResponse of(Response response) {
    return switch (response) {
      case Response.Whole(var answer) ->
          answer.functionError() == null ? of(answer.payload()) : badGateway();
      case Response.Streamed streamed -> {
        try (var body = new BufferedInputStream(streamed.body())) {
          yield collected(streamed, body);
        } catch (IOException e) {
          throw new UncheckedIOException(e); // what comes from a function's stream does no I/O
        }
      }
    };
  }

  private static HttpResponse collected(Response.Streamed streamed, InputStream body)
      throws IOException {
    var head = StreamedAnswer.head(streamed, body);
    var bytes = body.readNBytes(MAX_BYTES + 1);
    if (head == null || bytes.length > MAX_BYTES || streamed.outcome().functionError() != null) {
      return badGateway();
    }
    return streamed.contentType().equals("application/json")
        ? of(Payload.of(bytes))
        : HttpResponse.of(head.status(), head.headers(), Payload.of(bytes));
  }

  /// @param returned JSON, else the function is to blame
  static HttpResponse of(Payload returned) {
    JsonNode json;
    try {
      json = JSON.readTree(returned.bytes());
    } catch (IOException _) {
      return badGateway();
    }
    if (!json.has("statusCode")) {
      return json.isMissingNode() ? badGateway() : HttpResponse.of(200, JSON_TYPE, returned);
    }
    var head = HttpIntegration.of(json);
    var body = body(json.path("body"), json.path("isBase64Encoded"));
    return head == null || body == null
        ? badGateway()
        : HttpResponse.of(head.status(), head.headers(), body);
  }

  /// Null for a body that is none.
  private static @Nullable Payload body(JsonNode body, JsonNode isBase64Encoded) {
    if (body.isMissingNode() || body.isNull()) {
      return Payload.EMPTY;
    }
    if (!body.isTextual()) {
      return null;
    }
    if (!isBase64Encoded.asBoolean()) {
      return Payload.of(body.asText());
    }
    try {
      return Payload.of(Base64.getDecoder().decode(body.asText()));
    } catch (IllegalArgumentException _) {
      return null;
    }
  }
}
