package dev.hearth.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.kernel.Payload;
import dev.hearth.sandbox.Invocation;
import dev.hearth.sandbox.LogSink;
import dev.hearth.sandbox.PlatformEvent;
import dev.hearth.sandbox.PlatformEvent.Status;
import dev.hearth.sandbox.telemetry.Telemetry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the platform says about a runtime's life.
@Timeout(30)
class PlatformEventsTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final RuntimeApi api = new RuntimeApi(InstantSource.fixed(NOW));
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<PlatformEvent> said = new CopyOnWriteArrayList<>();
  private int port;

  @BeforeEach
  void serve() throws IOException {
    var channel = ServerSocketChannel.open();
    channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
    api.serve(channel);
    api.specialise(
        Map.of(),
        "arn:f",
        new Telemetry(
            new LogSink() {
              @Override
              public void accept(Instant time, String line) {}

              @Override
              public void platform(Instant time, PlatformEvent event) {
                said.add(event);
              }
            },
            false,
            SocketChannel::open,
            InstantSource.system()));
  }

  @AfterEach
  void close() {
    api.close();
    threads.close();
  }

  @Test
  void anInvocationHasItsPhasesInTheirOrder() throws Exception {
    var invocation = new Invocation("1", "arn:f", Payload.of("1"), "Root=1", null, null, null);
    var run = threads.submit(() -> api.run(invocation, Duration.ofSeconds(3)));
    try (var runtime = new RawRuntime(port)) {
      runtime.next();
      runtime.respond("1", "\"done\"");
      run.get();
    }
    assertThat(said)
        .satisfiesExactly(
            event ->
                assertThat(event)
                    .isEqualTo(
                        new PlatformEvent.InitRuntimeDone("on-demand", Status.SUCCESS, null)),
            event ->
                assertThat(event)
                    .isInstanceOfSatisfying(
                        PlatformEvent.InitReport.class,
                        report -> assertThat(report.status()).isEqualTo(Status.SUCCESS)),
            event ->
                assertThat(event)
                    .isInstanceOfSatisfying(
                        PlatformEvent.RuntimeDone.class,
                        done -> {
                          assertThat(done.status()).isEqualTo(Status.SUCCESS);
                          assertThat(done.producedBytes()).isEqualTo(6);
                          assertThat(done.spans())
                              .extracting(PlatformEvent.Span::name)
                              .containsExactly("responseLatency", "responseDuration");
                        }));
  }

  @Test
  void aRuntimeThatEndsInItsInitialisationIsReportedOnce() {
    api.processEnded("exit status 1", false);
    api.awaitInitialised(Duration.ofSeconds(3));

    assertThat(said).hasSize(2);
    assertThat(said.getFirst())
        .isEqualTo(
            new PlatformEvent.InitRuntimeDone("on-demand", Status.FAILURE, "Runtime.ExitError"));
    assertThat(said.getLast()).isInstanceOf(PlatformEvent.InitReport.class);
  }
}
