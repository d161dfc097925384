package dev.hearth.wire.dispatch;

import dev.hearth.kernel.Payload;
import dev.hearth.wire.http.HttpHeaders;
import dev.hearth.wire.http.HttpRequest;
import java.io.ByteArrayInputStream;
import java.net.URI;

/// Writes requests as clients send them; a fake signature names the service.
final class Requests {
  private final String method;
  private final String path;
  private final HttpHeaders.Builder headers = HttpHeaders.builder().set("Host", "localhost:4566");
  private String query = "";
  private Payload body = Payload.EMPTY;

  private Requests(String method, String path) {
    this.method = method;
    this.path = path;
  }

  static Requests of(String method, String path) {
    return new Requests(method, path);
  }

  /// awsJson.
  static Requests target(String service, String target, String json) {
    return of("POST", "/")
        .signedFor(service)
        .header("X-Amz-Target", target)
        .header("Content-Type", "application/x-amz-json-1.0")
        .body(json);
  }

  /// awsQuery.
  static Requests form(String service, String form) {
    return of("POST", "/").signedFor(service).unsignedForm(form);
  }

  Requests unsignedForm(String form) {
    return header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8").body(form);
  }

  Requests signedFor(String service) {
    return header(
        "Authorization",
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261121/us-east-1/"
            + service
            + "/aws4_request, SignedHeaders=host, Signature=00");
  }

  Requests header(String name, String value) {
    headers.add(name, value);
    return this;
  }

  Requests query(String raw) {
    query = raw;
    return this;
  }

  Requests body(String text) {
    return body(Payload.of(text));
  }

  Requests body(Payload content) {
    body = content;
    return this;
  }

  HttpRequest build() {
    return new HttpRequest(
        method,
        path,
        query,
        headers.build(),
        new ByteArrayInputStream(body.bytes()),
        body.size(),
        "127.0.0.1",
        URI.create("http://localhost:4566"));
  }
}
