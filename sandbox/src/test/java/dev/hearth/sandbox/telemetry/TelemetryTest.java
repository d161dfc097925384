package dev.hearth.sandbox.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.hearth.sandbox.LogSink;
import dev.hearth.sandbox.PlatformEvent;
import dev.hearth.sandbox.telemetry.Subscription.Destination;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TelemetryTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Set<String> ALL = Set.of("platform", "function", "extension");

  private final List<String> logged = new ArrayList<>();
  private final LogSink sink = (_, line) -> logged.add(line);
  private final Telemetry telemetry =
      new Telemetry(sink, true, SocketChannel::open, InstantSource.fixed(NOW));

  @AfterEach
  void close() {
    telemetry.close();
  }

  private static Subscription to(Destination destination, Set<String> types) {
    return new Subscription(types, 1000, 262_144, Duration.ofMillis(25), destination, false);
  }

  @Test
  void aSubscriberGetsWhatItAskedForWhatWasBeforeToo() throws Exception {
    var bodies = new LinkedBlockingQueue<String>();
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/in",
        exchange -> {
          var body = exchange.getRequestBody().readAllBytes();
          bodies.add(exchange.getRequestMethod() + new String(body, StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    try {
      telemetry.accept(NOW, "early");
      var destination = new Destination.Http("PUT", server.getAddress().getPort(), "/in");
      assertThat(telemetry.subscribe("mine", to(destination, Set.of("function")))).isTrue();
      telemetry.extension(NOW, "not asked for");
      telemetry.accept(NOW, "{\"level\":\"INFO\"}");
      telemetry.endSubscriptions();
      telemetry.flush();

      var all = new StringBuilder();
      while (!all.toString().contains("INFO")) {
        all.append(bodies.take());
      }
      assertThat(all.toString())
          .startsWith(
              "PUT[{\"time\":\"2026-01-02T03:04:05.000Z\",\"type\":\"function\","
                  + "\"record\":\"early\"}")
          .contains("\"record\":{\"level\":\"INFO\"}")
          .doesNotContain("not asked for", "platform");
      assertThat(logged).containsExactly("early", "not asked for", "{\"level\":\"INFO\"}");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aTcpListenerGetsOneEventALine() throws Exception {
    try (var listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      telemetry.subscribe("mine", to(new Destination.Tcp(listener.getLocalPort()), ALL));
      telemetry.extension(NOW, "a");
      try (var connection = listener.accept();
          var lines =
              new BufferedReader(
                  new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
        assertThat(lines.readLine())
            .contains("platform.telemetrySubscription", "\"state\":\"Subscribed\"");
      }
    }
  }

  @Test
  void nobodySubscribesOnceTheInitialisationIsOver() {
    telemetry.endSubscriptions();

    assertThat(telemetry.subscribe("late", to(new Destination.Tcp(1), ALL))).isFalse();
  }

  @Test
  void aListenerThatNeverReadsHoldsUpNobodyAndLosesEvents() throws Exception {
    try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      telemetry.subscribe("stuck", to(new Destination.Tcp(listener.getLocalPort()), ALL));
      var line = "x".repeat(10_000);
      for (int i = 0; i < 2000; i++) {
        telemetry.accept(NOW, line);
      }
      assertThat(logged).hasSize(2000);
    }
  }

  @Test
  void whatWasDroppedIsCountedInTheNextBatch() throws Exception {
    var batches = new Batches(to(new Destination.Tcp(1), ALL));
    for (int i = 0; i < 2500; i++) {
      batches.add("event");
    }
    var first = Objects.requireNonNull(batches.await());
    batches.flush();
    var second = Objects.requireNonNull(batches.await());

    assertThat(first.events()).hasSize(1000);
    assertThat(first.droppedEvents()).isEqualTo(500);
    assertThat(first.droppedBytes()).isEqualTo(2500);
    assertThat(second.events()).hasSize(1000);
    assertThat(second.droppedEvents()).isZero();
  }

  @Test
  void aListenerThatIsNotThereYetGetsTheBatchLater() throws Exception {
    int port;
    try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = probe.getLocalPort();
    }
    var opened = new LinkedBlockingQueue<Integer>();
    Sockets counted =
        () -> {
          opened.add(1);
          return SocketChannel.open();
        };
    try (var own = new Telemetry(sink, false, counted, InstantSource.fixed(NOW))) {
      own.subscribe("early", to(new Destination.Tcp(port), Set.of("function")));
      own.accept(NOW, "hello");
      assertThat(opened.poll(10, TimeUnit.SECONDS)).isNotNull(); // it was refused
      try (var listener = listenAt(port);
          var connection = listener.accept()) {
        assertThat(new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
            .contains("\"record\":\"hello\"");
      }
    }
  }

  private static ServerSocket listenAt(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
  }

  @Test
  void aReportReachesSubscribersButNotTheLogTwice() throws Exception {
    try (var listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var destination = new Destination.Tcp(listener.getLocalPort());
      telemetry.subscribe("mine", to(destination, Set.of("platform")));
      telemetry.tell(NOW, new PlatformEvent.Start("r", "1", null));
      var all = new StringBuilder();
      while (!all.toString().contains("platform.start")) {
        try (var connection = listener.accept()) {
          all.append(
              new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
      }
      assertThat(logged).isEmpty();
    }
  }
}
