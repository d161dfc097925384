package dev.hearth.wire.dispatch;

import dev.hearth.kernel.Payload;
import dev.hearth.wire.http.HttpHeaders;
import dev.hearth.wire.http.HttpRequest;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.smithy.protocoltests.traits.HttpMalformedRequestDefinition;
import software.amazon.smithy.protocoltests.traits.HttpRequestTestCase;

/// The requests of AWS's protocol cases, as they would arrive.
final class CaseRequests {
  private CaseRequests() {}

  static HttpRequest of(HttpRequestTestCase given) {
    return of(
        given.getMethod(), given.getUri(), given.getQueryParams(), given.getHeaders(), body(given));
  }

  static HttpRequest of(HttpMalformedRequestDefinition given) {
    return of(
        given.getMethod(),
        given.getUri().orElse("/"),
        given.getQueryParams(),
        given.getHeaders(),
        body(given));
  }

  static Payload body(HttpRequestTestCase given) {
    return body(given.getBody(), given.getBodyMediaType());
  }

  static Payload body(HttpMalformedRequestDefinition given) {
    return body(given.getBody(), given.getBodyMediaType());
  }

  private static Payload body(Optional<String> text, Optional<String> type) {
    boolean binary = type.equals(Optional.of("application/cbor"));
    return text.map(
            given -> binary ? Payload.of(Base64.getDecoder().decode(given)) : Payload.of(given))
        .orElse(Payload.EMPTY);
  }

  private static HttpRequest of(
      String method, String uri, List<String> query, Map<String, String> headers, Payload body) {
    int mark = uri.indexOf('?');
    var all = new ArrayList<>(query);
    if (mark >= 0) {
      all.addFirst(uri.substring(mark + 1));
    }
    var fields = HttpHeaders.builder();
    headers.forEach(fields::add);
    return new HttpRequest(
        method,
        mark < 0 ? uri : uri.substring(0, mark),
        String.join("&", all),
        fields.build(),
        new ByteArrayInputStream(body.bytes()),
        body.size(),
        "127.0.0.1",
        URI.create("http://localhost:4566"));
  }
}
