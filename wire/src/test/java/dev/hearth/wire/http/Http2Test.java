package dev.hearth.wire.http;

import static dev.hearth.wire.http.Servers.bodyOf;
import static dev.hearth.wire.http.Servers.serve;
import static dev.hearth.wire.http.Servers.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What a well-behaved client of HTTP/2 sees.
final class Http2Test {
  @Test
  void http2IsSpokenAfterAnUpgrade() throws Exception {
    try (var server = serve(r -> text(r.rawPath() + "|" + bodyOf(r) + "|" + r.endpoint()));
        var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      var uri = URI.create("http://127.0.0.1:" + server.port() + "/a%2Fb//c?q=%20");
      client.send(java.net.http.HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
      var big = "x".repeat(3_000_000);
      var answer =
          client.send(
              java.net.http.HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(big)).build(),
              BodyHandlers.ofString());
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(answer.body())
          .isEqualTo("/a%2Fb//c|" + big + "|http://127.0.0.1:" + server.port());
    }
  }

  @Test
  void manyRequestsShareOneHttp2Connection() throws Exception {
    try (var server = serve(r -> text(r.rawQuery() + bodyOf(r)));
        var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      var base = "http://127.0.0.1:" + server.port() + "/?";
      client.send(
          java.net.http.HttpRequest.newBuilder(URI.create(base)).build(), BodyHandlers.ofString());
      var answers =
          java.util.stream.IntStream.range(0, 100)
              .mapToObj(
                  i ->
                      client.sendAsync(
                          java.net.http.HttpRequest.newBuilder(URI.create(base + i))
                              .POST(BodyPublishers.ofString("b" + i))
                              .build(),
                          BodyHandlers.ofString()))
              .toList();
      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i).get(20, TimeUnit.SECONDS).body()).isEqualTo(i + "b" + i);
      }
      assertThat(server.connections()).isOne();
    }
  }

  @Test
  void http2IsSpokenByPriorKnowledge() throws Exception {
    try (var server = serve(r -> text(r.method() + r.rawPath() + r.headers().all("host")));
        var client = new RawClient(server)) {
      client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
      client.send(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0}); // SETTINGS
      // HEADERS, stream 1, END_STREAM | END_HEADERS; HPACK: GET, http, /, :authority "h"
      client.send(
          new byte[] {0, 0, 6, 1, 5, 0, 0, 0, 1, (byte) 0x82, (byte) 0x86, (byte) 0x84, 1, 1, 'h'});
      var data = "";
      for (boolean last = false; !last; ) {
        var head = client.bytes(9);
        assertThat(head).hasSize(9);
        int length = (head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | (head[2] & 0xff);
        var payload = client.text(length);
        data += head[3] == 0 ? payload : "";
        last = head[3] == 0 && (head[4] & 1) == 1;
      }
      assertThat(data).isEqualTo("GET/[h]");
    }
  }
}
