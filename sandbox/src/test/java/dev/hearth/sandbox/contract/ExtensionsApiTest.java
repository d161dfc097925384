package dev.hearth.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.kernel.Payload;
import dev.hearth.sandbox.Invocation;
import dev.hearth.sandbox.Run;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ExtensionsApiTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Telemetry LOG =
      new Telemetry((_, _) -> {}, false, SocketChannel::open, InstantSource.system());
  private static final String ARN = "arn:aws:lambda:us-east-1:123456789012:function:f:7";
  private static final String API = "/2020-01-01/extension/";
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final RuntimeApi api = new RuntimeApi(InstantSource.fixed(NOW));
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private int port;

  @BeforeEach
  void serve() throws IOException {
    var channel = ServerSocketChannel.open();
    channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
    api.serve(channel);
  }

  @AfterEach
  void close() {
    api.close();
    threads.close();
  }

  private void begin(String... external) {
    api.expectExtensions(List.of(external));
    api.specialise(
        Map.of(
            "AWS_LAMBDA_FUNCTION_NAME", "f",
            "AWS_LAMBDA_FUNCTION_VERSION", "7",
            "_HANDLER", "app.handler"),
        ARN,
        LOG);
  }

  private Future<Run> run(String id, Duration timeout) {
    var invocation =
        new Invocation(id, ARN, Payload.of("{}"), "Root=1;Sampled=1", null, null, null);
    return threads.submit(() -> api.run(invocation, timeout));
  }

  /// An extension by hand, on a connection of its own.
  private final class Client implements AutoCloseable {
    private final RawRuntime connection = new RawRuntime(port);
    private String id = "";

    Client() throws IOException {}

    RawRuntime.Answer register(String name, String events) throws IOException {
      var answer =
          connection.post(
              API + "register",
              "{\"events\":[" + events + "]}",
              "Lambda-Extension-Name: " + name,
              "Lambda-Extension-Accept-Feature: accountId");
      id = answer.headers().getOrDefault("lambda-extension-identifier", "");
      return answer;
    }

    RawRuntime.Answer next() throws IOException {
      ask();
      return connection.read();
    }

    void ask() throws IOException {
      connection.write(
          "GET %sevent/next HTTP/1.1\r\nHost: x\r\nLambda-Extension-Identifier: %s\r\n\r\n"
              .formatted(API, id));
    }

    RawRuntime.Answer fail(String phase, String type) throws IOException {
      return connection.post(
          API + phase + "/error",
          "{}",
          "Lambda-Extension-Identifier: " + id,
          "Lambda-Extension-Function-Error-Type: " + type);
    }

    @Override
    public void close() throws IOException {
      connection.close();
    }
  }

  @Test
  void anExtensionIsToldWhoseItIs() throws Exception {
    begin("mine");
    try (var extension = new Client()) {
      assertThat(api.extensionsRegistered()).isNotDone();
      var answer = extension.register("mine", "\"INVOKE\",\"SHUTDOWN\"");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body())
          .isEqualTo(
              "{\"functionName\":\"f\",\"functionVersion\":\"7\",\"handler\":\"app.handler\","
                  + "\"accountId\":\"123456789012\"}");
      assertThat(api.extensionsRegistered()).isDone();
    }
  }

  @Test
  void anInvocationBeginsWhenAllAreReadyAndReachesThoseThatWantIt() throws Exception {
    begin("both", "quiet");
    try (var both = new Client();
        var quiet = new Client();
        var runtime = new RawRuntime(port)) {
      both.register("both", "\"INVOKE\",\"SHUTDOWN\"");
      quiet.register("quiet", "\"SHUTDOWN\"");
      both.ask();
      quiet.ask();
      var run = run("1", LIMIT);
      runtime.next();
      assertThat(both.connection.read().body())
          .isEqualTo(
              "{\"eventType\":\"INVOKE\",\"deadlineMs\":%d,\"requestId\":\"1\","
                      .formatted(NOW.plus(LIMIT).toEpochMilli())
                  + "\"invokedFunctionArn\":\""
                  + ARN
                  + "\",\"tracing\":{\"type\":\"X-Amzn-Trace-Id\",\"value\":\"Root=1;Sampled=1\"}}");
      runtime.respond("1", "\"done\"");

      assertThat(run.get()).isInstanceOf(Run.Succeeded.class);
      assertThat(api.settled()).as("the extension is still busy").isFalse();
      both.ask();
      assertThat(api.awaitSettled()).isNull();

      assertThat(api.shutDown(ShutdownReason.SPINDOWN)).isEqualTo(Duration.ofSeconds(2));
      var shutdown =
          "{\"eventType\":\"SHUTDOWN\",\"shutdownReason\":\"spindown\",\"deadlineMs\":%d}"
              .formatted(NOW.plusSeconds(2).toEpochMilli());
      assertThat(both.connection.read().body()).isEqualTo(shutdown);
      assertThat(quiet.connection.read().body()).isEqualTo(shutdown);
      assertThat(api.ended()).isNotDone();
      api.extensionEnded("both", "exit status 0", true);
      api.extensionEnded("quiet", "exit status 0", true);
      api.processEnded("signal: terminated", false);
      api.ended().join();
    }
  }

  @Test
  void theInitialisationIncludesTheExtensions() throws Exception {
    begin("slow");
    try (var slow = new Client();
        var runtime = new RawRuntime(port)) {
      slow.register("slow", "\"INVOKE\"");
      var run = run("1", LIMIT);
      runtime.write("GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(api.initDuration()).isNull();
      slow.next();
      assertThat(runtime.read().status()).isEqualTo(200);
      assertThat(api.initDuration()).isPositive();
      runtime.respond("1", "1");
      run.get();
    }
  }

  @Test
  void anInternalExtensionRegistersBeforeTheRuntimeAsksForAnEventAndNotLater() throws Exception {
    begin();
    try (var inside = new Client();
        var runtime = new RawRuntime(port)) {
      assertThat(inside.register("inside", "\"SHUTDOWN\"").status()).isEqualTo(400);
      assertThat(inside.register("inside", "\"INVOKE\"").status()).isEqualTo(200);
      inside.ask();
      var run = run("1", LIMIT);
      runtime.next();
      assertThat(inside.connection.read().body()).contains("\"INVOKE\"");
      runtime.respond("1", "1");
      run.get();
      try (var late = new Client()) {
        var refused = late.register("late", "\"INVOKE\"");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("Extension.RegistrationClosed");
      }
      assertThat(api.shutDown(ShutdownReason.SPINDOWN)).isEqualTo(Duration.ofMillis(500));
    }
  }

  @Test
  void withoutExtensionsTheEndNeedsNoTime() {
    begin();
    assertThat(api.settled()).isTrue();
    assertThat(api.shutDown(ShutdownReason.SPINDOWN)).isZero();
  }

  @Test
  void anExtensionThatEndsFailsTheRun() throws Exception {
    begin("frail");
    try (var frail = new Client();
        var runtime = new RawRuntime(port)) {
      frail.register("frail", "\"INVOKE\"");
      frail.ask();
      var run = run("1", LIMIT);
      runtime.next();
      api.extensionEnded("frail", "exit status 3", true);

      assertThat(run.get())
          .isInstanceOfSatisfying(
              Run.ExtensionFailed.class,
              failed -> {
                assertThat(failed.errorType()).isEqualTo("Extension.Crash");
                assertThat(failed.reason()).isEqualTo("exit status 3");
              });
    }
  }

  @Test
  void anExtensionThatNeverRegistersOrCannotStartFailsTheFirstRun() throws Exception {
    begin("broken");
    api.extensionEnded("broken", "exit status 126", false);

    assertThat(api.extensionsRegistered()).isDone();
    assertThat(run("1", LIMIT).get())
        .isInstanceOfSatisfying(
            Run.ExtensionFailed.class,
            failed -> assertThat(failed.errorType()).isEqualTo("Extension.LaunchError"));
  }

  @Test
  void anExtensionMaySayItselfThatItFailed() throws Exception {
    begin("honest");
    try (var honest = new Client()) {
      honest.register("honest", "\"INVOKE\"");
      assertThat(honest.fail("init", "Extension.ConfigInvalid").status()).isEqualTo(202);

      assertThat(run("1", LIMIT).get())
          .isInstanceOfSatisfying(
              Run.ExtensionFailed.class,
              failed -> {
                assertThat(failed.errorType()).isEqualTo("Extension.InitError");
                assertThat(failed.reason()).isEqualTo("Extension.ConfigInvalid");
              });
    }
  }

  @Test
  void anExtensionThatIsNotReadyBeforeTheDeadlineTimesTheInvocationOut() throws Exception {
    begin("slow");
    try (var slow = new Client();
        var runtime = new RawRuntime(port)) {
      slow.register("slow", "\"INVOKE\"");
      slow.ask();
      var run = run("1", Duration.ofMillis(200));
      runtime.next();
      runtime.respond("1", "1");
      assertThat(run.get()).isInstanceOf(Run.Succeeded.class);

      assertThat(api.awaitSettled()).isInstanceOf(Run.TimedOut.class);
    }
  }

  @Test
  void thereAreTenExtensionsAtMost() throws Exception {
    begin();
    for (int i = 0; i < 10; i++) {
      try (var extension = new Client()) {
        assertThat(extension.register("e" + i, "\"INVOKE\"").status()).isEqualTo(200);
      }
    }
    try (var extension = new Client()) {
      assertThat(extension.register("e10", "\"INVOKE\"").body())
          .contains("Extension.TooManyExtensions");
    }
  }

  @Test
  void callsThatMakeNoSenseAreRefused() throws Exception {
    begin("mine");
    try (var extension = new Client()) {
      assertThat(extension.next().body()).contains("Extension.UnknownExtensionIdentifier");
      assertThat(extension.connection.get(API + "event/next").body())
          .contains("Extension.MissingExtensionIdentifier");
      assertThat(extension.connection.post(API + "register", "{}").body())
          .contains("Extension.InvalidExtensionName");
      assertThat(extension.register("mine", "\"PARTY\"").body())
          .contains("Extension.InvalidEventType");
      assertThat(extension.register("mine", "{").body()).contains("InvalidRequestFormat");
      extension.register("mine", "\"INVOKE\"");
      assertThat(
              extension
                  .connection
                  .post(API + "exit/error", "{}", "Lambda-Extension-Identifier: " + extension.id)
                  .body())
          .contains("Extension.MissingHeader");
      assertThat(extension.connection.get(API + "other").status()).isEqualTo(404);
      assertThat(extension.register("mine", "\"INVOKE\"").status()).isEqualTo(403);
    }
  }
}
