package dev.hearth.wire.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.hearth.kernel.Payload;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundHttpTest {
  private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();

  @AfterEach
  void stop() {
    watch.shutdownNow();
  }

  private OutboundHttp http(boolean privateToo, Duration patience) {
    return new OutboundHttp(privateToo, patience, watch);
  }

  private static OutboundHttp.Request request(int port, String value) {
    return new OutboundHttp.Request(
        "PUT",
        URI.create("http://localhost:" + port + "/a?b=c"),
        Map.of("X-Own", value),
        Payload.of("hello"));
  }

  @Test
  void aRequestArrivesAsItIsAndItsAnswerIsReadAsFarAsWanted() throws Exception {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var seen =
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("X-Own")
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(201, 0); // in chunks
          exchange.getResponseBody().write(seen.getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    server.start();
    try {
      int port = server.getAddress().getPort();
      var answer = http(true, Duration.ofSeconds(20)).send(request(port, "v"), 1_000);
      assertThat(answer.status()).isEqualTo(201);
      assertThat(answer.body().text()).isEqualTo("PUT /a?b=c v hello");
      assertThat(http(true, Duration.ofSeconds(20)).send(request(port, "v"), 3).body().text())
          .isEqualTo("PUT");
      assertThatThrownBy(
              () -> http(true, Duration.ofSeconds(20)).send(request(port, "v\r\nX: y"), 0))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("control character");
      assertThatThrownBy(() -> http(false, Duration.ofSeconds(20)).send(request(port, "v"), 0))
          .isInstanceOf(UnknownHostException.class)
          .hasMessageContaining("no public address");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void whoDoesNotAnswerIsCutOff() throws Exception {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(
              () -> http(true, Duration.ofMillis(200)).send(request(silent.getLocalPort(), "v"), 0))
          .isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "2002:7f00:1::",
        "2001:db8::1",
        "64:ff9b::7f00:1"
      })
  void addressesThatAreNotPublicAreKnown(String address) throws Exception {
    assertThat(AddressRules.isPublic(InetAddress.ofLiteral(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111"})
  void andSoArePublicOnes(String address) throws Exception {
    assertThat(AddressRules.isPublic(InetAddress.ofLiteral(address))).isTrue();
  }
}
