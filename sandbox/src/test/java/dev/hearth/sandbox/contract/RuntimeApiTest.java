package dev.hearth.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.kernel.Payload;
import dev.hearth.sandbox.Invocation;
import dev.hearth.sandbox.ResponseStream;
import dev.hearth.sandbox.Run;
import dev.hearth.sandbox.telemetry.Telemetry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RuntimeApiTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Telemetry LOG =
      new Telemetry((_, _) -> {}, false, SocketChannel::open, InstantSource.system());
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final String RESPONSE = "/2018-06-01/runtime/invocation/1/response";
  private static final String INIT_ERROR = "/2018-06-01/runtime/init/error";
  private static final String NEXT = "/2018-06-01/runtime/invocation/next";

  private final RuntimeApi api = new RuntimeApi(InstantSource.fixed(NOW));
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private int port;

  @BeforeEach
  void serve() throws IOException {
    port = serve(api);
  }

  private static int serve(RuntimeApi api) throws IOException {
    var channel = ServerSocketChannel.open();
    channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    api.serve(channel);
    return ((InetSocketAddress) channel.getLocalAddress()).getPort();
  }

  @AfterEach
  void close() {
    api.close();
    threads.close();
  }

  @Test
  void aParkedRuntimeGetsItsEnvironmentOnce() throws Exception {
    try (var runtime = new RawRuntime(port)) {
      assertThat(api.awaitParked(Duration.ofMillis(1))).isFalse();
      runtime.write(head("GET /hearth/park"));
      assertThat(api.awaitParked(LONG)).isTrue();

      api.specialise(Map.of("_HANDLER", "app.handler"), "arn:f", LOG);
      var answer = runtime.read();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("{\"environment\":{\"_HANDLER\":\"app.handler\"}}");
      assertThat(runtime.get("/hearth/park").status()).isEqualTo(403);
    }
  }

  @Test
  void anEventArrivesWithAllItsHeaders() throws Exception {
    api.specialise(Map.of(), "arn:f", LOG);
    var invocation =
        new Invocation(
            "id-1",
            "arn:aws:lambda:us-east-1:123456789012:function:f",
            Payload.of("{\"a\":1}"),
            "Root=1",
            "{\"custom\":{\"ü\":\"\n\"}}",
            "{\"cognitoIdentityId\":\"c\"}",
            null);
    var run = threads.submit(() -> api.run(invocation, Duration.ofSeconds(3)));
    try (var runtime = new RawRuntime(port)) {
      var event = runtime.next();
      assertThat(event.body()).isEqualTo("{\"a\":1}");
      assertThat(event.headers())
          .containsEntry("lambda-runtime-aws-request-id", "id-1")
          .containsEntry(
              "lambda-runtime-deadline-ms", Long.toString(NOW.plusSeconds(3).toEpochMilli()))
          .containsEntry(
              "lambda-runtime-invoked-function-arn",
              "arn:aws:lambda:us-east-1:123456789012:function:f")
          .containsEntry("lambda-runtime-trace-id", "Root=1")
          .containsEntry("lambda-runtime-client-context", "{\"custom\":{\"\\u00fc\":\" \"}}")
          .containsEntry("lambda-runtime-cognito-identity", "{\"cognitoIdentityId\":\"c\"}")
          .containsEntry("content-type", "application/json");

      var accepted = runtime.respond("id-1", "\"done\"");
      assertThat(accepted.status()).isEqualTo(202);
      assertThat(accepted.body()).isEqualTo("{\"status\":\"OK\"}");
    }
    assertThat(run.get()).isInstanceOf(Run.Succeeded.class);
    assertThat(succeeded(run)).isEqualTo("\"done\"");
    assertThat(api.initDuration()).isPositive();
  }

  @Test
  void aRuntimeThatAsksForTheNextEventWithItsAnswerGetsBothOfOursTogether() throws Exception {
    api.specialise(Map.of(), "arn:f", LOG);
    try (var runtime = new RawRuntime(port)) {
      var first = start("1");
      runtime.next();
      runtime.write(
          head("POST /2018-06-01/runtime/invocation/1/response", "Content-Length: 3")
              + "\"a\""
              + head("GET /2018-06-01/runtime/invocation/next"));
      assertThat(succeeded(first)).isEqualTo("\"a\"");
      var second = start("2");
      assertThat(runtime.read().body()).isEqualTo("{\"status\":\"OK\"}");
      assertThat(runtime.read().headers()).containsEntry("lambda-runtime-aws-request-id", "2");
      runtime.respond("2", "2");
      assertThat(succeeded(second)).isEqualTo("2");
    }
  }

  @Test
  void anErrorEndsTheRunAndTheNextEventFollows() throws Exception {
    api.specialise(Map.of(), "arn:f", LOG);
    try (var runtime = new RawRuntime(port)) {
      var failed = start("1");
      runtime.next();
      var error = "/2018-06-01/runtime/invocation/1/error";
      assertThat(runtime.post(error, "{}", "Lambda-Runtime-Function-Error-Type: Boom").status())
          .isEqualTo(202);
      runtime.write(head("GET " + NEXT));
      assertThat(failed.get())
          .isInstanceOfSatisfying(
              Run.Failed.class,
              run -> {
                assertThat(run.errorType()).isEqualTo("Boom");
                assertThat(run.payload().text()).isEqualTo("{}");
              });
      var second = start("2");
      assertThat(runtime.read().headers()).containsEntry("lambda-runtime-aws-request-id", "2");
      runtime.respond("2", "2");
      assertThat(succeeded(second)).isEqualTo("2");
    }
  }

  @Test
  void answersToWrongIdsAndSecondAnswersAreRefused() throws Exception {
    api.specialise(Map.of(), "arn:f", LOG);
    try (var runtime = new RawRuntime(port)) {
      assertThat(runtime.respond("1", "x").status()).isEqualTo(400);
      var run = start("1");
      runtime.next();
      var wrong = runtime.respond("other", "x");
      assertThat(wrong.status()).isEqualTo(400);
      assertThat(wrong.body()).contains("\"errorType\":\"InvalidRequestID\"");
      assertThat(runtime.respond("1", "first").status()).isEqualTo(202);
      assertThat(runtime.respond("1", "second").status()).isEqualTo(400);
      assertThat(succeeded(run)).isEqualTo("first");
    }
  }

  @Test
  void callsOutOfOrderAreRefused() throws Exception {
    try (var runtime = new RawRuntime(port)) {
      var early = runtime.next();
      assertThat(early.status()).isEqualTo(403);
      assertThat(early.body()).contains("\"errorType\":\"InvalidStateTransition\"");

      api.specialise(Map.of(), "arn:f", LOG);
      var run = start("1");
      runtime.next();
      assertThat(runtime.next().status()).isEqualTo(403);
      assertThat(runtime.post("/2018-06-01/runtime/init/error", "{}").status()).isEqualTo(403);
      assertThat(runtime.get("/2018-06-01/runtime/restore/next").status()).isEqualTo(404);
      assertThat(runtime.get("/2018-06-01/runtime/invocation/1/response").status()).isEqualTo(404);
      runtime.respond("1", "1");
      assertThat(succeeded(run)).isEqualTo("1");
    }
  }

  @Test
  void anInitErrorEndsEveryRun() throws Exception {
    api.specialise(Map.of(), "arn:f", LOG);
    var run = start("1");
    try (var runtime = new RawRuntime(port)) {
      var error = "/2018-06-01/runtime/init/error";
      runtime.post(error, "{\"errorMessage\":\"m\"}", "Lambda-Runtime-Function-Error-Type: T");
    }
    assertThat(run.get())
        .isInstanceOfSatisfying(
            Run.InitFailed.class,
            failed -> {
              assertThat(failed.errorType()).isEqualTo("T");
              assertThat(failed.payload().text()).isEqualTo("{\"errorMessage\":\"m\"}");
            });
    assertThat(start("2").get()).isInstanceOf(Run.InitFailed.class);
  }

  @Test
  void anInitErrorOutOfOrderIsRefusedBeforeItsBodyIsRead() throws Exception {
    try (var runtime = new RawRuntime(port)) {
      runtime.write(head("POST " + INIT_ERROR, "Content-Length: 6000000"));
      assertThat(runtime.read().status()).isEqualTo(403);
    }
  }

  @Test
  void oneInitErrorIsReadAtATimeAndABrokenOneMayBeGivenAgain() throws Exception {
    var lifecycle = new Lifecycle(InstantSource.fixed(NOW));
    lifecycle.specialise(Map.of(), FunctionFacts.of(Map.of(), "arn:f"), LOG);
    try (var _ = lifecycle.runtime().beginFailInit()) {
      assertThatThrownBy(lifecycle.runtime()::beginFailInit).isInstanceOf(Refusal.class);
    }
    try (var _ = lifecycle.runtime().beginFailInit()) {
      lifecycle.runtime().failInit(Payload.of("{}"), "T");
    }
    assertThat(lifecycle.run(invocation("1", null), LONG)).isInstanceOf(Run.InitFailed.class);
  }

  @Test
  void aRunIsCutOffAtItsTimeoutAndALateAnswerIsRefused() throws Exception {
    api.specialise(Map.of(), "arn:f", LOG);
    try (var runtime = new RawRuntime(port)) {
      var run = threads.submit(() -> api.run(invocation("1", null), Duration.ofMillis(80)));
      runtime.next();
      assertThat(run.get())
          .isInstanceOfSatisfying(
              Run.TimedOut.class,
              timedOut -> {
                assertThat(timedOut.limit()).isEqualTo(Duration.ofMillis(80));
                assertThat(timedOut.duration()).isGreaterThanOrEqualTo(Duration.ofMillis(80));
              });
      assertThat(runtime.respond("1", "late").status()).isEqualTo(400);
    }
  }

  @Test
  void aProcessThatEndsEndsTheRun() throws Exception {
    api.specialise(Map.of(), "arn:f", LOG);
    var run = start("1");
    try (var runtime = new RawRuntime(port)) {
      runtime.next();
      api.processEnded("signal: killed", true);
    }
    assertThat(run.get())
        .isInstanceOfSatisfying(
            Run.Crashed.class,
            crashed -> {
              assertThat(crashed.exit()).isEqualTo("signal: killed");
              assertThat(crashed.outOfMemory()).isTrue();
            });
  }

  @Test
  void sixMebibytesPassAndOneByteMoreDoesNot() throws Exception {
    api.specialise(Map.of(), "arn:f", LOG);
    try (var runtime = new RawRuntime(port)) {
      var fits = start("1");
      runtime.next();
      assertThat(runtime.respond("1", "x".repeat(6_291_556)).status()).isEqualTo(202);
      assertThat(succeeded(fits)).hasSize(6_291_556);

      var large = start("2");
      runtime.next();
      var refused = runtime.respond("2", "x".repeat(6_291_557));
      assertThat(refused.status()).isEqualTo(413);
      assertThat(refused.body()).contains("RequestEntityTooLarge");
      assertThat(large.get())
          .isInstanceOfSatisfying(
              Run.TooLarge.class, run -> assertThat(run.bytes()).isEqualTo(6_291_557));

      var after = start("3");
      runtime.next();
      runtime.respond("3", "fine");
      assertThat(succeeded(after)).isEqualTo("fine");
    }
  }

  @Test
  void aStreamedAnswerIsPassedOnAsItComes() throws Exception {
    api.specialise(Map.of(), "arn:f", LOG);
    var pieces = new LinkedBlockingQueue<String>();
    var stream =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new UnsupportedOperationException();
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            pieces.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
          }
        };
    ResponseStream begun =
        contentType -> {
          pieces.add(contentType);
          return stream;
        };
    var run = threads.submit(() -> api.run(invocation("1", begun), LONG));
    try (var runtime = new RawRuntime(port)) {
      runtime.next();
      beginStream(runtime);
      assertThat(pieces.take()).isEqualTo("text/plain");
      runtime.write("3\r\none\r\n");
      assertThat(pieces.take()).isEqualTo("one");
      assertThat(run.isDone()).isFalse();
      runtime.write("3\r\ntwo\r\n0\r\n\r\n");
      assertThat(runtime.read().status()).isEqualTo(202);
      assertThat(pieces.take()).isEqualTo("two");
    }
    assertThat(run.get())
        .isInstanceOfSatisfying(
            Run.Succeeded.class,
            succeeded -> {
              assertThat(succeeded.payload()).isEqualTo(Payload.EMPTY);
              assertThat(succeeded.contentType()).isEqualTo("text/plain");
            });
  }

  @Test
  void aStreamThatBreaksSaysSoInItsTrailers() throws Exception {
    api.specialise(Map.of(), "arn:f", LOG);
    var out = new ByteArrayOutputStream();
    var run = threads.submit(() -> api.run(invocation("1", _ -> out), LONG));
    try (var runtime = new RawRuntime(port)) {
      runtime.next();
      beginStream(runtime);
      var error =
          Base64.getEncoder()
              .encodeToString("{\"errorMessage\":\"m\"}".getBytes(StandardCharsets.UTF_8));
      runtime.write(
          "4\r\nhalf\r\n0\r\nLambda-Runtime-Function-Error-Type: Broken\r\n"
              + "Lambda-Runtime-Function-Error-Body: "
              + error
              + "\r\n\r\n");
      assertThat(runtime.read().status()).isEqualTo(202);
      api.processEnded("exit status 1", false);
    }
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("half");
    assertThat(run.get())
        .isInstanceOfSatisfying(
            Run.Failed.class,
            failed -> {
              assertThat(failed.errorType()).isEqualTo("Broken");
              assertThat(failed.payload().text()).isEqualTo("{\"errorMessage\":\"m\"}");
            });
  }

  @Test
  void aStreamOfMoreThanTwoHundredMebibytesIsTooLarge() throws Exception {
    api.specialise(Map.of(), "arn:f", LOG);
    var run =
        threads.submit(() -> api.run(invocation("1", _ -> OutputStream.nullOutputStream()), LONG));
    try (var runtime = new RawRuntime(port)) {
      runtime.next();
      beginStream(runtime);
      var chunk = "100000\r\n" + "x".repeat(1 << 20) + "\r\n";
      for (int i = 0; i < 201; i++) {
        runtime.write(chunk);
      }
      runtime.write("0\r\n\r\n");
      assertThat(runtime.read().status()).isEqualTo(413);
    }
    assertThat(run.get())
        .isInstanceOfSatisfying(
            Run.TooLarge.class,
            tooLarge -> {
              assertThat(tooLarge.bytes()).isEqualTo(201L << 20);
              assertThat(tooLarge.limit()).isEqualTo(200L << 20);
            });
  }

  @Test
  void aStreamIsCollectedWhereTheCallerTakesNone() throws Exception {
    api.specialise(Map.of(), "arn:f", LOG);
    var run = start("1");
    try (var runtime = new RawRuntime(port)) {
      runtime.next();
      beginStream(runtime);
      runtime.write("3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n");
      runtime.read();
    }
    assertThat(succeeded(run)).isEqualTo("onetwo");
  }

  @Test
  void aClientThatHangsUpDoesNotStopTheFunction() throws Exception {
    api.specialise(Map.of(), "arn:f", LOG);
    var gone =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("broken pipe");
          }
        };
    var run = threads.submit(() -> api.run(invocation("1", _ -> gone), LONG));
    try (var runtime = new RawRuntime(port)) {
      runtime.next();
      beginStream(runtime);
      runtime.write("3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n");
      assertThat(runtime.read().status()).isEqualTo(202);
    }
    assertThat(run.get()).isInstanceOf(Run.Succeeded.class);
  }

  @Test
  void anUnknownResponseModeIsRefusedAndTheRuntimeMayAnswerAgain() throws Exception {
    api.specialise(Map.of(), "arn:f", LOG);
    var run = start("1");
    try (var runtime = new RawRuntime(port)) {
      runtime.next();
      var refused = runtime.respond("1", "x", "Lambda-Runtime-Function-Response-Mode: telepathy");
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.body()).contains("InvalidFunctionResponseMode");
      runtime.respond("1", "y");
    }
    assertThat(succeeded(run)).isEqualTo("y");
  }

  @Test
  void anAnswerThatBreaksOffMayBeGivenAgain() throws Exception {
    api.specialise(Map.of(), "arn:f", LOG);
    var run = start("1");
    try (var broken = new RawRuntime(port)) {
      broken.next();
      broken.write(head("POST " + RESPONSE, "Content-Length: 100") + "half");
    }
    try (var runtime = new RawRuntime(port)) {
      int status = runtime.respond("1", "whole").status();
      while (status == 403) { // the platform has not noticed yet that the first one hung up
        status = runtime.respond("1", "whole").status();
      }
      assertThat(status).isEqualTo(202);
    }
    assertThat(succeeded(run)).isEqualTo("whole");
  }

  @Test
  void aNewerRequestForAnEventTakesThePlaceOfAnOlder() throws Exception {
    api.specialise(Map.of(), "arn:f", LOG);
    try (var old = new RawRuntime(port);
        var young = new RawRuntime(port)) {
      old.write(head("GET " + NEXT));
      while (api.initDuration() == null) {
        Thread.onSpinWait();
      }
      young.write(head("GET " + NEXT));
      assertThat(old.read().status()).isEqualTo(403);
      var run = start("1");
      assertThat(young.read().status()).isEqualTo(200);
      young.respond("1", "young");
      assertThat(succeeded(run)).isEqualTo("young");
    }
  }

  @Test
  void aConnectionPerRequestAndPipelinedRequestsWorkToo() throws Exception {
    api.specialise(Map.of(), "arn:f", LOG);
    var run = start("1");
    try (var one = new RawRuntime(port)) {
      one.write(head("GET " + NEXT, "Connection: close"));
      assertThat(one.read().headers()).containsEntry("connection", "close");
      assertThat(one.hungUp()).isTrue();
    }
    try (var two = new RawRuntime(port)) {
      two.write(head("POST " + RESPONSE, "Content-Length: 1") + "7" + head("GET " + NEXT));
      assertThat(succeeded(run)).isEqualTo("7");
      var second = start("2");
      assertThat(two.read().status()).isEqualTo(202);
      assertThat(two.read().headers()).containsEntry("lambda-runtime-aws-request-id", "2");
      two.respond("2", "8");
      assertThat(succeeded(second)).isEqualTo("8");
    }
  }

  @Test
  void curlIsToldToContinue() throws Exception {
    api.specialise(Map.of(), "arn:f", LOG);
    var run = start("1");
    try (var curl = new RawRuntime(port)) {
      curl.next();
      curl.write(head("POST " + RESPONSE, "Content-Length: 2", "Expect: 100-continue"));
      assertThat(curl.read().status()).isEqualTo(100);
      curl.write("42");
      assertThat(curl.read().status()).isEqualTo(202);
    }
    assertThat(succeeded(run)).isEqualTo("42");
  }

  @Test
  void slowBytesAreWaitedFor() throws Exception {
    api.specialise(Map.of(), "arn:f", LOG);
    var run = start("1");
    try (var slow = new RawRuntime(port)) {
      for (char c : head("GET " + NEXT).toCharArray()) {
        slow.write(String.valueOf(c));
      }
      assertThat(slow.read().status()).isEqualTo(200);
      slow.respond("1", "1");
    }
    assertThat(succeeded(run)).isEqualTo("1");
  }

  @Test
  void whatIsNotHttpEndsItsConnectionAndNothingElse() throws Exception {
    api.specialise(Map.of(), "arn:f", LOG);
    for (var nonsense :
        new String[] {
          "\0\1\2\3\r\n\r\n",
          "SSH-2.0-OpenSSH_9.2\r\n\r\n",
          "GET / HTTP/9.9\r\n\r\n",
          "GET " + NEXT + " HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(20_000) + "\r\n\r\n",
          "GET /" + "z".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
          "GET " + NEXT + " HTTP/1.1\r\nHost: x\r\n" + "a: b\r\n".repeat(5_000) + "\r\n",
          "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
          "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
          "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        }) {
      try (var hostile = new RawRuntime(port)) {
        try {
          hostile.write(nonsense);
        } catch (IOException e) {
          continue; // hung up while we wrote
        }
        assertThat(refusedOrHungUp(hostile))
            .as(nonsense.lines().findFirst().orElseThrow())
            .isTrue();
      }
    }
    var run = start("1");
    try (var runtime = new RawRuntime(port)) {
      runtime.next();
      runtime.respond("1", "1");
    }
    assertThat(succeeded(run)).isEqualTo("1");
  }

  @Test
  void whoCallsInVainWithoutEndHasToWait() throws Exception {
    var waiting = new CountDownLatch(1);
    var over = new CountDownLatch(1);
    try (var patient =
            new RuntimeApi(
                InstantSource.fixed(NOW),
                () -> {
                  waiting.countDown();
                  over.await();
                });
        var runtime = new RawRuntime(serve(patient))) {
      for (int i = 0; i < Connections.MOST_IN_VAIN; i++) {
        assertThat(runtime.get("/nothing").status()).isEqualTo(404);
      }
      assertThat(waiting.getCount()).isOne();
      runtime.write(head("GET /nothing"));
      waiting.await();
      over.countDown();
      assertThat(runtime.read().status()).isEqualTo(404);
    }
  }

  @Test
  void manyIdleConnectionsDoNotKeepTheRuntimeOutOnceTheyAreGone() throws Exception {
    api.specialise(Map.of(), "arn:f", LOG);
    var idle = new ArrayList<RawRuntime>();
    for (int i = 0; i < 60; i++) {
      idle.add(new RawRuntime(port));
    }
    for (var connection : idle) {
      connection.close();
    }
    var run = start("1");
    try (var runtime = new RawRuntime(port)) {
      runtime.next();
      runtime.respond("1", "1");
    }
    assertThat(succeeded(run)).isEqualTo("1");
  }

  @Test
  void closingEndsTheRunAndEveryConnection() throws Exception {
    api.specialise(Map.of(), "arn:f", LOG);
    var run = start("1");
    try (var runtime = new RawRuntime(port)) {
      runtime.next();
      api.close();
      assertThat(runtime.hungUp()).isTrue();
    }
    assertThat(run.get()).isInstanceOf(Run.Crashed.class);
  }

  private static String head(String request, String... headers) {
    var extra = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    return request + " HTTP/1.1\r\nHost: x\r\n" + extra + "\r\n";
  }

  private static void beginStream(RawRuntime runtime) throws IOException {
    runtime.write(
        head(
            "POST " + RESPONSE,
            "Content-Type: text/plain",
            "Lambda-Runtime-Function-Response-Mode: streaming",
            "Transfer-Encoding: chunked"));
  }

  private static boolean refusedOrHungUp(RawRuntime runtime) throws IOException {
    try {
      return runtime.read().status() >= 400;
    } catch (IOException e) {
      return runtime.hungUp();
    }
  }

  private Future<Run> start(String requestId) {
    return threads.submit(() -> api.run(invocation(requestId, null), LONG));
  }

  private static String succeeded(Future<Run> run) throws Exception {
    return ((Run.Succeeded) run.get()).payload().text();
  }

  private static Invocation invocation(String requestId, @Nullable ResponseStream stream) {
    return new Invocation(requestId, "arn", Payload.of("{}"), null, null, null, stream);
  }
}
