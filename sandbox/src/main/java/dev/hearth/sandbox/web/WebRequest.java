package dev.hearth.sandbox.web;

import dev.hearth.kernel.Payload;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A request as it is sent to a function's program.
///
/// @param target path and query, sent as they are
/// @param fields its headers, in order, without those of the connection
/// @param origin what kind of event it was made of
public record WebRequest(
    String method, String target, List<Field> fields, Payload body, Origin origin) {
  /// A header.
  public record Field(String name, String value) {}

  /// What kind of event it was made of, which decides how the response is told.
  public enum Origin {
    /// Payload format 2.0: a function URL or an HTTP API.
    HTTP_API,
    /// Payload format 1.0: a REST API, or an HTTP API that asks for it.
    REST_API,
    /// A target group of a load balancer.
    LOAD_BALANCER,
    /// One with `lambda.multi_value_headers.enabled`.
    MULTI_VALUE_LOAD_BALANCER,
    /// Any other event, which is posted as it is.
    OTHER
  }

  private static final String TOKEN = "!#$%&'*+-.^_`|~";

  /// Head and body. Nothing in an event can break out of its line: a name that is none is left out,
  /// and what controls a line becomes a blank.
  public byte[] bytes() {
    var head = new StringBuilder();
    head.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
    for (var field : fields) {
      if (isToken(field.name)) {
        head.append(field.name).append(": ").append(onOneLine(field.value)).append("\r\n");
      }
    }
    if (body.size() > 0 || mayHaveBody()) {
      head.append("Content-Length: ").append(body.size()).append("\r\n");
    }
    // One connection for each request: none can be closed just when it is used again.
    head.append("Connection: close\r\n\r\n");
    var all = new ByteArrayOutputStream(head.length() + body.size());
    all.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
    all.writeBytes(body.bytes());
    return all.toByteArray();
  }

  private boolean mayHaveBody() {
    return switch (method) {
      case "GET", "HEAD", "OPTIONS", "DELETE", "TRACE" -> false;
      default -> true;
    };
  }

  /// RFC 9110, section 5.6.2.
  static boolean isToken(String name) {
    return !name.isEmpty()
        && name.chars()
            .allMatch(
                c ->
                    (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || TOKEN.indexOf(c) >= 0);
  }

  private static String onOneLine(String value) {
    var line = new StringBuilder(value.length());
    value.chars().forEach(c -> line.append((c < ' ' && c != '\t') || c == 127 ? ' ' : (char) c));
    return line.toString();
  }
}
