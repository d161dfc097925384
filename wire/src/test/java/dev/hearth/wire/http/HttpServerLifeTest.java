package dev.hearth.wire.http;

import static dev.hearth.wire.http.Servers.serve;
import static dev.hearth.wire.http.Servers.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// How a server starts and stops.
final class HttpServerLifeTest {
  @Test
  void stoppingLetsARequestInFlightFinishAndTakesNoOther() throws Exception {
    BlockingQueue<String> gate = new LinkedBlockingQueue<>();
    BlockingQueue<String> entered = new LinkedBlockingQueue<>();
    var server =
        serve(
            _ -> {
              entered.add("in");
              try {
                return text(gate.take());
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    try (var busy = new RawClient(server);
        var idle = new RawClient(server)) {
      busy.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(entered.poll(10, TimeUnit.SECONDS)).isEqualTo("in");
      var stopping = Thread.ofVirtual().start(server::close);
      assertThat(idle.rest()).isEmpty(); // an idle connection is closed at once
      assertThatThrownBy(() -> new RawClient(server)).isInstanceOf(IOException.class);
      gate.add("late but whole");
      assertThat(busy.rest()).endsWith("late but whole");
      assertThat(stopping.join(java.time.Duration.ofSeconds(10))).isTrue();
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void stoppingLetsARequestOverHttp2Finish() throws Exception {
    BlockingQueue<String> gate = new LinkedBlockingQueue<>();
    BlockingQueue<String> entered = new LinkedBlockingQueue<>();
    var server =
        serve(
            r -> {
              if (r.rawPath().equals("/slow")) {
                entered.add("in");
                try {
                  return text(gate.take());
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              }
              return text("fast");
            });
    try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      var uri = URI.create("http://127.0.0.1:" + server.port());
      client.send(java.net.http.HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
      var answer =
          client.sendAsync(
              java.net.http.HttpRequest.newBuilder(uri.resolve("/slow")).build(),
              BodyHandlers.ofString());
      assertThat(entered.poll(10, TimeUnit.SECONDS)).isEqualTo("in");
      var stopping = Thread.ofVirtual().start(server::close);
      gate.add("late but whole");
      assertThat(answer.get(10, TimeUnit.SECONDS).body()).isEqualTo("late but whole");
      assertThat(stopping.join(java.time.Duration.ofSeconds(10))).isTrue();
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void aTakenPortIsSaidClearly() throws Exception {
    try (var server = serve(_ -> text(""))) {
      assertThatThrownBy(
              () ->
                  new HttpServer(
                      InetAddress.getLoopbackAddress(),
                      server.port(),
                      HttpLimits.DEFAULT,
                      List.of(),
                      _ -> text("")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("Cannot listen on 127.0.0.1:" + server.port());
    }
  }
}
