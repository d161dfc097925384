package dev.hearth.wire.http;

import static dev.hearth.wire.http.Servers.PLAIN;
import static dev.hearth.wire.http.Servers.bodyOf;
import static dev.hearth.wire.http.Servers.serve;
import static dev.hearth.wire.http.Servers.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.kernel.Payload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a well-behaved client sees.
final class HttpServerTest {
  private static HttpResponse echo(HttpRequest request) {
    return new HttpResponse(
        200,
        PLAIN,
        new HttpResponse.Body.Stream(
            -1,
            out -> {
              var buffer = new byte[1 << 16];
              for (int n; (n = request.body().read(buffer)) >= 0; ) {
                out.write(buffer, 0, n);
                out.flush();
              }
            }));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/a//b/../c/./d",
        "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A1%3Afunction%3Ax/invocations",
        "/bucket/key%2Fwith%20space+plus;v=1/~tilde*(paren)'quote,comma",
        "/%zz/%/broken%2",
        "/a?x=1&x=2&y&=&z=%20+",
        "/a??b=/?c",
        "/{curly}|pipe^\"quote\\backslash`",
      })
  void pathAndQueryArriveByteForByte(String target) throws Exception {
    try (var server = serve(r -> text(r.rawPath() + "\n" + r.rawQuery()));
        var client = new RawClient(server)) {
      client.send("GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n");
      int mark = target.indexOf('?');
      var path = mark < 0 ? target : target.substring(0, mark);
      var query = mark < 0 ? "" : target.substring(mark + 1);
      assertThat(client.answer()).startsWith("HTTP/1.1 200").endsWith(path + "\n" + query);
    }
  }

  @Test
  void headersKeepTheirValuesAndTheirOrder() throws Exception {
    try (var server = serve(r -> text(r.headers().all("x-twice") + "|" + r.endpoint()));
        var client = new RawClient(server)) {
      client.send("GET / HTTP/1.1\r\nHost: a.b:99\r\nX-Twice:  b  c\r\nx-TWICE: a\r\n\r\n");
      assertThat(client.answer()).endsWith("[b  c, a]|http://a.b:99");
    }
  }

  @Test
  void requestsAndAnswersStreamBothWays() throws Exception {
    try (var server = serve(HttpServerTest::echo);
        var client = new RawClient(server)) {
      client.send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
      client.send("5\r\nfirst\r\n");
      assertThat(client.head()).contains("200").containsIgnoringCase("transfer-encoding: chunked");
      assertThat(client.chunk()).isEqualTo("first");
      client.send("6\r\nsecond\r\n"); // sent only after the first was answered
      assertThat(client.chunk()).isEqualTo("second");
      client.send("0\r\n\r\n");
      assertThat(client.chunk()).isEmpty();
    }
  }

  @Test
  void aStreamOfKnownLengthHasNoChunks() throws Exception {
    var body =
        new HttpResponse.Body.Stream(
            4, out -> out.write("four".getBytes(StandardCharsets.US_ASCII)));
    try (var server = serve(_ -> new HttpResponse(200, PLAIN, body));
        var client = new RawClient(server)) {
      client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(client.answer()).containsIgnoringCase("content-length: 4\n").endsWith("four");
    }
  }

  @Test
  void anAnswerThatBreaksOffIsSeenAsCut() throws Exception {
    var body =
        new HttpResponse.Body.Stream(
            -1,
            out -> {
              out.write("half".getBytes(StandardCharsets.US_ASCII));
              out.flush();
              throw new IOException("the other half is missing");
            });
    try (var server = serve(_ -> new HttpResponse(200, PLAIN, body));
        var client = new RawClient(server)) {
      client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(client.rest()).contains("half").doesNotContain("\r\n0\r\n");
    }
  }

  @Test
  void oneConnectionServesManyRequests() throws Exception {
    try (var server = serve(r -> text(bodyOf(r)));
        var client = new RawClient(server)) {
      for (int i = 0; i < 50; i++) {
        client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n" + (10 + i));
        assertThat(client.answer()).endsWith("\n" + (10 + i));
      }
      assertThat(server.connections()).isOne();
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() throws Exception {
    try (var server = serve(r -> text(r.rawPath() + bodyOf(r)));
        var client = new RawClient(server)) {
      client.send(
          "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\n1"
              + "GET /b HTTP/1.1\r\nHost: h\r\n\r\n"
              + "POST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "1\r\n3\r\n0\r\n\r\n"
              + "GET /d HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(client.answer()).endsWith("/a1");
      assertThat(client.answer()).endsWith("/b");
      assertThat(client.answer()).endsWith("/c3");
      assertThat(client.answer()).endsWith("/d");
    }
  }

  @Test
  void anUnreadBodyIsNeverTakenForTheNextRequest() throws Exception {
    var hidden = "GET /hidden HTTP/1.1\r\nHost: h\r\n\r\n";
    try (var server = serve(r -> text(r.rawPath()))) {
      try (var client = new RawClient(server)) {
        client.send(
            "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: " + hidden.length() + "\r\n\r\n");
        client.send(hidden + "GET /b HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(client.answer()).endsWith("/a");
        assertThat(client.answer()).endsWith("/b");
      }
      try (var client = new RawClient(server)) {
        client.send("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 10000000\r\n\r\n" + hidden);
        client.send(new byte[1 << 20]);
        assertThat(client.head()).containsIgnoringCase("connection: close");
        assertThat(client.rest()).doesNotContain("hidden");
      }
    }
  }

  @Test
  void aClientThatExpectsToContinueIsToldSoWhenItsBodyIsWanted() throws Exception {
    try (var server =
            serve(r -> r.rawPath().equals("/no") ? HttpResponse.empty(403) : text(bodyOf(r)));
        var client = new RawClient(server)) {
      var expects = " HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n";
      client.send("PUT /yes" + expects);
      assertThat(client.head()).startsWith("HTTP/1.1 100");
      client.send("body");
      assertThat(client.answer()).startsWith("HTTP/1.1 200").endsWith("body");
      client.send("PUT /no" + expects);
      assertThat(client.rest()).startsWith("HTTP/1.1 403").doesNotContain("100 Continue");
    }
  }

  @Test
  void headIsAnsweredWithTheHeadersOfGetAndNoBody() throws Exception {
    try (var server = serve(_ -> text("twelve bytes"));
        var client = new RawClient(server)) {
      client.send("HEAD / HTTP/1.1\r\nHost: h\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(client.head())
          .containsIgnoringCase("content-length: 12\n")
          .containsIgnoringCase("content-type: text/plain");
      assertThat(client.answer()).startsWith("HTTP/1.1 200").endsWith("twelve bytes");
    }
  }

  @Test
  void headSaysTheLengthThatTheHandlerKnows() throws Exception {
    var headers = HttpHeaders.of("Content-Length", "123456789012");
    try (var server = serve(_ -> HttpResponse.of(200, headers, Payload.EMPTY));
        var client = new RawClient(server)) {
      client.send("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(client.head())
          .containsIgnoringCase("content-length: 123456789012\n")
          .doesNotContainIgnoringCase("content-type");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 304})
  void anAnswerThatCannotHaveABodyHasNone(int status) throws Exception {
    try (var server = serve(_ -> HttpResponse.of(status, PLAIN, Payload.of("surplus")));
        var client = new RawClient(server)) {
      client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(client.head()).startsWith("HTTP/1.1 " + status);
      assertThat(client.head()).startsWith("HTTP/1.1 " + status);
    }
  }

  @Test
  void aHandlerThatFailsIsA500AndTheConnectionLivesOn() throws Exception {
    try (var server =
            serve(
                r -> {
                  if (r.rawPath().equals("/bad")) {
                    throw new IllegalStateException("a bug, on purpose");
                  }
                  return text("fine");
                });
        var client = new RawClient(server)) {
      client.send("GET /bad HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(client.answer()).startsWith("HTTP/1.1 500").doesNotContain("purpose");
      client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(client.answer()).endsWith("fine");
    }
  }

  @Test
  void contentEncodingIsLeftToTheServices() throws Exception {
    try (var server = serve(r -> text(r.headers().first("content-encoding", "") + bodyOf(r)));
        var client = new RawClient(server)) {
      client.send(
          "PUT / HTTP/1.1\r\nHost: h\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nraw");
      assertThat(client.answer()).endsWith("gzipraw");
    }
  }

  @Test
  void routesComeBeforeTheHandlerInTheirOrder() throws Exception {
    var byHost =
        new HttpRoute(
            r -> r.headers().first("Host", "").startsWith("abc.lambda-url."), _ -> text("url"));
    var health = new HttpRoute(r -> r.rawPath().equals("/_hearth/health"), _ -> text("well"));
    try (var server = serve(_ -> text("otherwise"), byHost, health);
        var client = new RawClient(server)) {
      client.send("GET /_hearth/health HTTP/1.1\r\nHost: abc.lambda-url.us-east-1.x\r\n\r\n");
      assertThat(client.answer()).endsWith("url");
      client.send("GET /_hearth/health HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(client.answer()).endsWith("well");
      client.send("GET /x HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(client.answer()).endsWith("otherwise");
    }
  }

  @Test
  void aTargetInAbsoluteFormIsItsPath() throws Exception {
    try (var server = serve(r -> text(r.rawPath() + "?" + r.rawQuery()));
        var client = new RawClient(server)) {
      client.send("GET http://h:1/a//b?c=d HTTP/1.1\r\nHost: h:1\r\n\r\n");
      assertThat(client.answer()).endsWith("/a//b?c=d");
    }
  }
}
