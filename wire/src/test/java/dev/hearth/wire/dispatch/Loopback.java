package dev.hearth.wire.dispatch;

import dev.hearth.wire.http.HttpHandler;
import dev.hearth.wire.http.HttpHeaders;
import dev.hearth.wire.http.HttpRequest;
import dev.hearth.wire.http.HttpResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

/// The SDK's HTTP client without a network: it hands requests to a handler.
record Loopback(HttpHandler handler) implements SdkHttpClient {
  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest execution) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        return answer(handler.handle(request(execution)));
      }

      @Override
      public void abort() {}
    };
  }

  private static HttpRequest request(HttpExecuteRequest execution) throws IOException {
    var sent = execution.httpRequest();
    var headers = HttpHeaders.builder();
    sent.forEachHeader((name, values) -> values.forEach(value -> headers.add(name, value)));
    var content = execution.contentStreamProvider();
    var body = content.isPresent() ? content.get().newStream().readAllBytes() : new byte[0];
    return new HttpRequest(
        sent.method().name(),
        sent.encodedPath().isEmpty() ? "/" : sent.encodedPath(),
        sent.encodedQueryParameters().orElse(""),
        headers.build(),
        new ByteArrayInputStream(body),
        body.length,
        "127.0.0.1",
        URI.create("http://localhost"));
  }

  /// All of an answer's content.
  static byte[] content(HttpResponse response) throws IOException {
    return switch (response.body()) {
      case HttpResponse.Body.Bytes(var payload) -> payload.bytes();
      case HttpResponse.Body.Stream(_, var writer) -> {
        var out = new ByteArrayOutputStream();
        writer.writeTo(out);
        yield out.toByteArray();
      }
    };
  }

  private static HttpExecuteResponse answer(HttpResponse response) throws IOException {
    var answered = SdkHttpResponse.builder().statusCode(response.status());
    response.headers().forEach(answered::appendHeader);
    var content = content(response);
    if (!response.headers().contains("Content-Length")) {
      answered.putHeader("Content-Length", Integer.toString(content.length));
    }
    return HttpExecuteResponse.builder()
        .response(answered.build())
        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(content)))
        .build();
  }

  @Override
  public void close() {}
}
