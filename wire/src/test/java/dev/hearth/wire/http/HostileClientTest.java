package dev.hearth.wire.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.kernel.Payload;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of clients that are slow, greedy, broken or hostile.
final class HostileClientTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(60);
  private static final HttpLimits LIMITS = limits(LONG, LONG, LONG);

  private static HttpLimits limits(Duration head, Duration idle, Duration stall) {
    return new HttpLimits(4_096, 100_000, 8, head, idle, stall, 1_000, Duration.ofSeconds(2));
  }

  private static HttpServer serve(HttpLimits limits, HttpHandler handler) throws IOException {
    return new HttpServer(InetAddress.getLoopbackAddress(), 0, limits, List.of(), handler);
  }

  private static HttpResponse sizeOfBody(HttpRequest request) {
    try {
      int size = request.body().readAllBytes().length;
      return HttpResponse.of(200, HttpHeaders.EMPTY, Payload.of("size " + size));
    } catch (IOException e) {
      return HttpResponse.empty(400);
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    var pause = new LinkedBlockingQueue<String>();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited long enough").isLessThan(end);
      pause.poll(2, TimeUnit.MILLISECONDS);
    }
  }

  @Test
  void headersThatTrickleInAreAnswered408() throws Exception {
    try (var server = serve(limits(SHORT, LONG, LONG), HostileClientTest::sizeOfBody);
        var client = new RawClient(server)) {
      client.send("GET / HTTP/1.1\r\nHost: h\r\nX-Slow: ");
      assertThat(client.rest()).startsWith("HTTP/1.1 408");
    }
  }

  @Test
  void trickleDoesNotBuyTime() throws Exception {
    try (var server =
            serve(limits(Duration.ofMillis(200), LONG, LONG), _ -> HttpResponse.empty(200));
        var client = new RawClient(server)) {
      client.send("GET / HTTP/1.1\r\nHost: h\r\nX-Slow: ");
      var dripping =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      var pause = new LinkedBlockingQueue<String>();
                      while (true) {
                        client.send("a");
                        pause.poll(10, TimeUnit.MILLISECONDS);
                      }
                    } catch (IOException | InterruptedException e) {
                      // cut off, as it should be
                    }
                  });
      assertThat(client.rest())
          .satisfiesAnyOf(
              rest -> assertThat(rest).startsWith("HTTP/1.1 408"),
              rest -> assertThat(rest).isEmpty());
      assertThat(dripping.join(Duration.ofSeconds(10))).isTrue();
    }
  }

  @Test
  void aSilentConnectionIsClosed() throws Exception {
    try (var server = serve(limits(LONG, SHORT, LONG), HostileClientTest::sizeOfBody)) {
      try (var silent = new RawClient(server)) {
        assertThat(silent.rest()).isEmpty();
      }
      try (var once = new RawClient(server)) {
        once.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(once.rest()).startsWith("HTTP/1.1 200");
      }
    }
  }

  @Test
  void aSilentHttp2ConnectionIsClosed() throws Exception {
    try (var server = serve(limits(LONG, SHORT, LONG), HostileClientTest::sizeOfBody);
        var client = new RawClient(server)) {
      client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
      client.send(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
      client.rest();
      await(() -> server.connections() == 0);
    }
  }

  @Test
  void aBodyThatStopsComingIsAnswered408() throws Exception {
    try (var server = serve(limits(LONG, LONG, SHORT), HostileClientTest::sizeOfBody);
        var client = new RawClient(server)) {
      client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nabc");
      assertThat(client.rest()).startsWith("HTTP/1.1 408");
    }
  }

  @Test
  void aBodyThatStopsComingOverHttp2EndsItsOwnRequest() throws Exception {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    try (var server =
            serve(
                limits(LONG, LONG, SHORT),
                request -> {
                  try {
                    seen.add("read " + request.body().readAllBytes().length);
                  } catch (IOException e) {
                    seen.add(String.valueOf(e.getMessage()));
                  }
                  return HttpResponse.empty(408);
                });
        var client = new RawClient(server)) {
      client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
      client.send(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0}); // SETTINGS
      // HEADERS of a POST, stream 1, END_HEADERS only: a body is to follow
      client.send(
          new byte[] {0, 0, 6, 1, 4, 0, 0, 0, 1, (byte) 0x83, (byte) 0x86, (byte) 0x84, 1, 1, 'h'});
      assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("Body: too slow");
      assertThat(server.connections()).isOne();
    }
  }

  @Test
  void aBodyThatTricklesInIsCutOffByItsRate() throws Exception {
    try (var server =
            serve(limits(LONG, LONG, Duration.ofMillis(300)), HostileClientTest::sizeOfBody);
        var client = new RawClient(server)) {
      client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n");
      var dripping =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      var pause = new LinkedBlockingQueue<String>();
                      while (true) {
                        client.send("a"); // 100 bytes a second, where 1000 are asked for
                        pause.poll(10, TimeUnit.MILLISECONDS);
                      }
                    } catch (IOException | InterruptedException e) {
                      // cut off, as it should be
                    }
                  });
      assertThat(client.rest()).doesNotContain("200 OK");
      assertThat(dripping.join(Duration.ofSeconds(10))).isTrue();
    }
  }

  @Test
  void aClientThatDoesNotReadItsAnswerIsCutOff() throws Exception {
    BlockingQueue<IOException> seen = new LinkedBlockingQueue<>();
    var endless =
        new HttpResponse.Body.Stream(
            -1,
            out -> {
              try {
                while (true) {
                  out.write(new byte[1 << 16]);
                }
              } catch (IOException e) {
                seen.add(e);
                throw e;
              }
            });
    try (var server =
            serve(
                limits(LONG, LONG, SHORT), _ -> new HttpResponse(200, HttpHeaders.EMPTY, endless));
        var client = new RawClient(server)) {
      client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(seen.poll(10, TimeUnit.SECONDS)).hasMessage("The client has gone");
      await(() -> server.connections() == 0);
    }
  }

  @Test
  void aClientThatGoesWhileItsAnswerIsWrittenLeavesNothingBehind() throws Exception {
    BlockingQueue<IOException> seen = new LinkedBlockingQueue<>();
    var endless =
        new HttpResponse.Body.Stream(
            -1,
            out -> {
              try {
                while (true) {
                  out.write(new byte[1 << 12]);
                  out.flush();
                }
              } catch (IOException e) {
                seen.add(e);
                throw e;
              }
            });
    try (var server = serve(LIMITS, _ -> new HttpResponse(200, HttpHeaders.EMPTY, endless))) {
      for (int i = 0; i < 20; i++) {
        try (var client = new RawClient(server)) {
          client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
          assertThat(client.head()).contains("200");
          client.socket.setSoLinger(true, 0); // a reset, not a goodbye
        }
        assertThat(seen.poll(10, TimeUnit.SECONDS)).isNotNull();
      }
      await(
          () -> server.connections() == 0); // more clients than the limit of 8: each was given back
    }
  }

  @Test
  void aHeadThatIsTooLargeIsAnswered431() throws Exception {
    try (var server = serve(LIMITS, HostileClientTest::sizeOfBody);
        var byHeader = new RawClient(server);
        var byTarget = new RawClient(server)) {
      byHeader.send("GET / HTTP/1.1\r\nHost: h\r\nX: " + "a".repeat(30_000));
      assertThat(byHeader.rest()).startsWith("HTTP/1.1 431");
      byTarget.send("GET /" + "a".repeat(30_000));
      assertThat(byTarget.rest()).startsWith("HTTP/1.1 431");
    }
  }

  @Test
  void aBodyThatIsTooLargeIsAnswered413() throws Exception {
    try (var server = serve(LIMITS, HostileClientTest::sizeOfBody);
        var announced = new RawClient(server)) {
      announced.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100001\r\n\r\nabc");
      assertThat(announced.rest()).startsWith("HTTP/1.1 413");
    }
  }

  @Test
  void aChunkedBodyThatIsTooLargeIsRefusedWhileItIsRead() throws Exception {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    try (var server =
            serve(
                LIMITS,
                request -> {
                  try {
                    return sizeOfBody(request);
                  } catch (dev.hearth.kernel.ServiceException e) {
                    seen.add(e.code());
                    return HttpResponse.empty(e.status());
                  }
                });
        var client = new RawClient(server)) {
      client.send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
      for (int i = 0; i < 11; i++) {
        client.send("2710\r\n" + "a".repeat(10_000) + "\r\n");
      }
      assertThat(client.rest()).startsWith("HTTP/1.1 413");
      assertThat(seen.poll()).isEqualTo("RequestEntityTooLargeException");
    }
  }

  @Test
  void aChunkTooLargeToBeHeldIsRefusedBeforeItComes() throws Exception {
    var roomy = new HttpLimits(4_096, 1L << 40, 8, LONG, LONG, LONG, 1_000, Duration.ofSeconds(2));
    try (var server = serve(roomy, HostileClientTest::sizeOfBody);
        var client = new RawClient(server)) {
      client.send(
          "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\nabc");
      assertThat(client.rest()).startsWith("HTTP/1.1 4");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rubbish\r\n\r\n",
        "GET\r\n\r\n",
        "GET  HTTP/1.1\r\n\r\n",
        "GET / HTTP/3.7\r\nHost: h\r\n\r\n",
        "GET relative HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET /a#fragment HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET /ümlaut HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET / HTTP/1.1\012Host: h\r\n\r\n",
        "GET / HTTP/1.1\r\nno colon here\r\n\r\n",
        "GET / HTTP/1.1\r\nBad Name: x\r\nHost: h\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\r\nX: a\u0000b\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: x\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "POST / HTTP/1.1\r\nHost:h\r\nContent-Length:3\r\nTransfer-Encoding:chunked\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\n",
      })
  void whatIsNotHttpIsAnswered400(String request) throws Exception {
    try (var server = serve(LIMITS, HostileClientTest::sizeOfBody);
        var client = new RawClient(server)) {
      client.send(request.getBytes(StandardCharsets.UTF_8));
      client.socket.shutdownOutput();
      assertThat(client.rest()).startsWith("HTTP/1.1 400");
      await(() -> server.connections() == 0);
    }
  }

  @Test
  void aBodyThatEndsEarlyIsNoBody() throws Exception {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    try (var server =
            serve(
                LIMITS,
                request -> {
                  try {
                    seen.add("read " + request.body().readAllBytes().length);
                  } catch (IOException e) {
                    seen.add("failed");
                  }
                  return HttpResponse.empty(200);
                });
        var client = new RawClient(server)) {
      client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc");
      client.socket.shutdownOutput();
      client.rest();
      assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("failed");
    }
  }

  @Test
  void connectionsBeyondTheLimitWaitForAFreePlace() throws Exception {
    var one = new HttpLimits(4_096, 100, 1, LONG, LONG, LONG, 1_000, Duration.ofSeconds(2));
    try (var server = serve(one, HostileClientTest::sizeOfBody);
        var second = openSecond(server)) {
      assertThat(second.answer()).startsWith("HTTP/1.1 200");
    }
  }

  private static RawClient openSecond(HttpServer server) throws IOException {
    try (var first = new RawClient(server)) {
      first.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(first.answer()).startsWith("HTTP/1.1 200");
      var second = new RawClient(server);
      second.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
      second.socket.setSoTimeout(100);
      assertThatThrownBy(second::answer).isInstanceOf(java.net.SocketTimeoutException.class);
      assertThat(server.connections()).isOne();
      second.socket.setSoTimeout(10_000);
      return second;
    }
  }

  @Test
  void limitsThatWouldRefuseEverythingAreRefused() {
    assertThatThrownBy(() -> new HttpLimits(1, 1, 1, LONG, LONG, LONG, 1, LONG))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("headBytes: 1 (expected: 1024 to 1048576)");
  }
}
