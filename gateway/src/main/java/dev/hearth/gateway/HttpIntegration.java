package dev.hearth.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.wire.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Status, headers and cookies that a function gives for its HTTP answer: members of what it
/// returns, or the prelude of what it streams.
///
/// @param headers cookies included, each in a `Set-Cookie` of its own
record HttpIntegration(int status, HttpHeaders headers) {
  /// The type of a stream with a prelude.
  static final String CONTENT_TYPE = "application/vnd.awslambda.http-integration-response";

  /// Ends the prelude: eight NULs, which no JSON holds.
  private static final int DELIMITER_LENGTH = 8;

  /// More than all headers that a client would take.
  private static final int MAX_PRELUDE_BYTES = 64 << 10;

  private static final ObjectMapper JSON = new ObjectMapper();

  /// Reads the prelude off `body`, up to and with the delimiter.
  ///
  /// @return null where there is none, or none that could be an answer's head
  static @Nullable HttpIntegration readPrelude(InputStream body) throws IOException {
    var prelude = new ByteArrayOutputStream();
    int nuls = 0;
    while (nuls < DELIMITER_LENGTH) {
      int b = body.read();
      if (b < 0 || prelude.size() > MAX_PRELUDE_BYTES) {
        return null;
      }
      if (b == 0) {
        nuls++;
      } else if (nuls > 0) {
        return null;
      } else {
        prelude.write(b);
      }
    }
    try {
      return of(JSON.readTree(prelude.toByteArray()));
    } catch (JsonProcessingException _) {
      return null;
    }
  }

  /// What `object` says of the head; null where that could not be sent.
  static @Nullable HttpIntegration of(JsonNode object) {
    if (!object.isObject()) {
      return null;
    }
    int status = object.has("statusCode") ? status(object.get("statusCode")) : 200;
    var headers = HttpHeaders.builder();
    boolean valid =
        status >= 200
            && status <= 599
            && readHeaders(object.path("headers"), headers)
            && readCookies(object.path("cookies"), headers);
    if (!valid) {
      return null;
    }
    var built = headers.build();
    return new HttpIntegration(
        status,
        built.contains("Content-Type")
            ? built
            : built.toBuilder().set("Content-Type", "application/json").build());
  }

  /// A number, or digits in a string; -1 for anything else.
  private static int status(JsonNode node) {
    return node.isNumber() || node.isTextual() ? node.asInt(-1) : -1;
  }

  private static boolean readHeaders(JsonNode object, HttpHeaders.Builder headers) {
    if (object.isMissingNode() || object.isNull()) {
      return true;
    }
    for (var header : object.properties()) {
      if (!header.getValue().isValueNode() || !add(header.getKey(), header.getValue(), headers)) {
        return false;
      }
    }
    return object.isObject();
  }

  private static boolean readCookies(JsonNode array, HttpHeaders.Builder headers) {
    if (array.isMissingNode() || array.isNull()) {
      return true;
    }
    for (var cookie : array) {
      if (!cookie.isTextual() || !add("Set-Cookie", cookie, headers)) {
        return false;
      }
    }
    return array.isArray();
  }

  /// False for what would break out of its line, or out of a header's name.
  private static boolean add(String name, JsonNode value, HttpHeaders.Builder headers) {
    var text = value.asText();
    boolean valid =
        !name.isEmpty()
            && name.chars().allMatch(HttpIntegration::isToken)
            && text.chars().noneMatch(c -> (c < ' ' && c != '\t') || c == 0x7f);
    if (valid) {
      headers.add(name, text);
    }
    return valid;
  }

  /// RFC 9110, section 5.6.2.
  private static boolean isToken(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
  }
}
