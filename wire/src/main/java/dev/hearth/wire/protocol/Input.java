package dev.hearth.wire.protocol;

import dev.hearth.kernel.Payload;
import dev.hearth.wire.http.HttpRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a protocol reads an operation's input from.
public final class Input {
  private final HttpRequest request;
  private final Map<String, String> labels;
  private final Payload body;
  private @Nullable Parameters query;
  private @Nullable Form form;

  /// @param request headers and query; its body is not touched
  /// @param labels the labels of the URI, decoded
  /// @param body all content; empty where it streams
  public Input(HttpRequest request, Map<String, String> labels, Payload body) {
    this.request = request;
    this.labels = labels;
    this.body = body;
  }

  public HttpRequest request() {
    return request;
  }

  Map<String, String> labels() {
    return labels;
  }

  Payload body() {
    return body;
  }

  /// The query string's parameters.
  public Parameters query() {
    var read = query;
    if (read == null) {
      query = read = Parameters.parse(request.rawQuery());
    }
    return read;
  }

  /// The form that awsQuery sends, in the query string or as the body.
  public Form form() {
    var read = form;
    if (read == null) {
      form = read = Form.of(query(), Parameters.parse(body.text()));
    }
    return read;
  }
}
