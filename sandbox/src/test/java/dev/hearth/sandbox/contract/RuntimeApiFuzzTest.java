package dev.hearth.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.kernel.Payload;
import dev.hearth.sandbox.Invocation;
import dev.hearth.sandbox.Run;
import dev.hearth.sandbox.telemetry.Telemetry;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runtimes that talk nonsense, by seed: a failed case is repeated by its number.
@Timeout(60)
class RuntimeApiFuzzTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Telemetry LOG =
      new Telemetry((_, _) -> {}, false, SocketChannel::open, InstantSource.system());
  private static final String RUNTIME = "/2018-06-01/runtime/";

  /// What cannot rightly end the run in progress, whose id is not known to who calls.
  private static final List<String> HARMLESS =
      List.of(
          "POST " + RUNTIME + "invocation/former/response",
          "POST " + RUNTIME + "invocation/former/error",
          "POST " + RUNTIME + "invocation/unknown/response",
          "POST " + RUNTIME + "invocation//response",
          "POST " + RUNTIME + "init/error",
          "GET /hearth/park",
          "POST /2020-01-01/extension/register",
          "GET /2020-01-01/extension/event/next",
          "POST /2020-01-01/extension/exit/error",
          "PUT /2022-07-01/telemetry",
          "PUT /2020-08-15/logs",
          "GET /",
          "GET *",
          "GET http://169.254.169.254/");

  /// What a runtime calls, rightly or not.
  private static final List<String> ALL =
      List.of(
          "GET " + RUNTIME + "invocation/next",
          "POST " + RUNTIME + "invocation/current/response",
          "POST " + RUNTIME + "invocation/current/error",
          "POST " + RUNTIME + "init/error",
          "POST " + RUNTIME + "invocation/former/response",
          "POST /2020-01-01/extension/register",
          "GET /hearth/park");

  private final RuntimeApi api = new RuntimeApi(InstantSource.system());
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private int port;

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  @BeforeEach
  void serve() throws IOException {
    var channel = ServerSocketChannel.open();
    channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
    api.serve(channel);
    api.specialise(Map.of(), "arn:f", LOG);
  }

  @AfterEach
  void close() {
    api.close();
    threads.close();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whoDoesNotKnowTheRequestCannotTouchIt(long seed) throws Exception {
    try (var honest = new RawRuntime(port)) {
      var former = run("former");
      honest.next();
      honest.respond("former", "1");
      assertThat(answerOf(former)).isEqualTo("1");

      var run = run("current");
      assertThat(honest.next().headers()).containsEntry("lambda-runtime-aws-request-id", "current");
      for (var noise : noise(seed, HARMLESS)) {
        noise.get();
      }
      assertThat(honest.respond("current", "mine").status()).isEqualTo(202);
      assertThat(answerOf(run)).isEqualTo("mine");
    }
    assertThatServesAtOnce(32);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whateverARuntimeSaysItsRunEndsOnce(long seed) throws Exception {
    var run = run("current");
    var noises = noise(seed, ALL);
    for (var noise : noises) {
      noise.get();
    }
    // Whatever state that has left it in, somebody who keeps to the rules brings it to an end.
    while (!run.isDone()) {
      try (var honest = new RawRuntime(port)) {
        honest.respond("current", "mine");
        honest.write("GET " + RUNTIME + "invocation/next HTTP/1.1\r\nHost: x\r\n\r\n");
      }
    }
    assertThat(run.get())
        .isInstanceOfAny(
            Run.Succeeded.class, Run.Failed.class, Run.InitFailed.class, Run.TooLarge.class);
    assertThatServesAtOnce(30); // one may wait for the next event, whether it is still there or not
  }

  /// The parser alone, which is quick: every message in pieces of any size.
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyMessageIsReadToItsEndOrRefused(long seed) {
    for (int i = 0; i < 60; i++) {
      var garbage = new Garbage(seed * 1000 + i, ALL);
      var bytes = garbage.calls();
      assertThat(steps(new HttpRequests(new Pieces(garbage, bytes))))
          .as("message %d", i)
          .isLessThanOrEqualTo(4 * bytes.length + 16);
    }
  }

  private static int steps(HttpRequests requests) {
    int steps = 0;
    try {
      for (var head = requests.next(); head != null; head = requests.next()) {
        steps++;
        while (requests.content() != null) {
          steps++;
        }
        assertThat(head.path()).isNotNull();
      }
    } catch (IOException e) {
      steps++; // refused
    }
    return steps;
  }

  /// What a peer has sent before it hung up.
  private static final class Pieces implements ReadableByteChannel {
    private final Garbage garbage;
    private final ByteBuffer bytes;
    private int ends;

    Pieces(Garbage garbage, byte[] bytes) {
      this.garbage = garbage;
      this.bytes = ByteBuffer.wrap(bytes);
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
      if (!bytes.hasRemaining()) {
        if (++ends > 3) {
          throw new EOFException("it goes on reading after the end");
        }
        return -1;
      }
      int count = Math.min(to.remaining(), garbage.piece(bytes.remaining()));
      to.put(bytes.slice(bytes.position(), count));
      bytes.position(bytes.position() + count);
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  private List<Future<?>> noise(long seed, List<String> paths) {
    var all = new ArrayList<Future<?>>();
    for (int i = 0; i < 3; i++) {
      var garbage = new Garbage(seed * 10 + i, paths);
      all.add(threads.submit(() -> say(garbage)));
    }
    return all;
  }

  private @Nullable Object say(Garbage garbage) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      var bytes = garbage.calls();
      for (int at = 0; at < bytes.length; ) {
        int count = garbage.piece(bytes.length - at);
        socket.getOutputStream().write(bytes, at, count);
        at += count;
      }
      socket.shutdownOutput();
      socket.setSoTimeout(200);
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // It hung up while we spoke, or had nothing to say to a call that waits.
    }
    return null;
  }

  /// As many as may be are served at once, so none is held by one who has gone.
  private void assertThatServesAtOnce(int count) throws IOException {
    var all = new ArrayList<RawRuntime>();
    try {
      for (int i = 0; i < count; i++) {
        var connection = new RawRuntime(port);
        all.add(connection);
        assertThat(connection.get("/nothing").status()).isEqualTo(404);
      }
    } finally {
      for (var connection : all) {
        connection.close();
      }
    }
  }

  private Future<Run> run(String requestId) {
    var invocation = new Invocation(requestId, "arn", Payload.of("{}"), null, null, null, null);
    return threads.submit(() -> api.run(invocation, LONG));
  }

  private static String answerOf(Future<Run> run) throws Exception {
    assertThat(run.get()).isInstanceOf(Run.Succeeded.class);
    return ((Run.Succeeded) run.get()).payload().text();
  }
}
