package dev.hearth.sandbox.contract;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.kernel.Payload;
import dev.hearth.sandbox.Run;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.telemetry.Sockets;
import dev.hearth.sandbox.web.EventReader;
import dev.hearth.sandbox.web.WebAnswer;
import dev.hearth.sandbox.web.WebRequest.Origin;
import dev.hearth.sandbox.web.WebSettings;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// The runtime of a function whose program is a web server: takes events as a runtime does, on a
/// virtual thread of this process, and sends each to the program as a request, on a connection of
/// its own that is made in the sandbox's network. The program may answer anything, or nothing.
final class WebAdapter implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// When a program that may be slow is given its first event all the same. Source: AWS Lambda Web
  /// Adapter, "Async Initialization".
  private static final Duration ASYNC_INIT = Duration.ofMillis(9800);

  /// What is left of an initialisation's time to tell why it failed.
  private static final Duration LAST_WORDS = Duration.ofMillis(200);

  /// How long a program that has hung up may take to be found dead.
  private static final long END_MILLIS = 500;

  /// Beyond it a request is written while the response is read, for a program may answer first.
  private static final int SMALL_BYTES = 32 * 1024;

  private final Lifecycle lifecycle;
  private final WebSettings settings;
  private final Duration initialisation;
  private final Sockets sockets;
  private final CompletableFuture<Void> programEnded;
  private final EventReader events;
  private final WebReadiness readiness;
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
  private volatile boolean ready;
  private volatile boolean closed;

  /// @param sockets reach into the sandbox
  /// @param programEnded completes when the program has
  WebAdapter(
      Lifecycle lifecycle,
      WebSettings settings,
      SandboxSpec spec,
      Sockets sockets,
      CompletableFuture<Void> programEnded) {
    this.lifecycle = lifecycle;
    this.settings = settings;
    this.sockets = sockets;
    this.programEnded = programEnded;
    this.events = new EventReader(settings, spec);
    this.readiness = new WebReadiness(settings.readiness(), sockets);
    this.initialisation = initialisation(settings, spec);
  }

  private static Duration initialisation(WebSettings settings, SandboxSpec spec) {
    if (settings.asyncInit()) {
      return ASYNC_INIT;
    }
    var most = Initialisation.LIMIT.plus(spec.timeout()).minus(LAST_WORDS);
    var own = settings.readiness().limit();
    return own == null || own.compareTo(most) > 0 ? most : own;
  }

  void start() {
    Thread.ofVirtual().name("web-adapter").start(this::serve);
  }

  private void serve() {
    try {
      ready = readiness.await(initialisation, () -> closed);
      if (!ready && !settings.asyncInit()) {
        var why = readiness.describe(initialisation);
        lifecycle.runtime().failInit(error("Runtime.HttpNotReady", why), "Runtime.HttpNotReady");
        return;
      }
      while (true) {
        var work = lifecycle.runtime().awaitEvent();
        awaitLate(work);
        serve(work);
      }
    } catch (Refusal _) {
      // The sandbox has come to its end, or its program takes events by itself.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// A program may be slow to listen, and then has the time of an event for it.
  private void awaitLate(Work work) throws InterruptedException {
    ready = ready || readiness.await(work.timeout(), () -> closed);
  }

  /// What the program has begun to answer.
  private record Reply(Origin origin, WebAnswer head, HttpResponses responses) {}

  private Reply ask(SocketChannel channel, Work work) throws IOException {
    var request = events.read(work.invocation(), work.deadline());
    send(channel, request.bytes());
    var responses = new HttpResponses(channel);
    return new Reply(request.origin(), responses.head(request.method().equals("HEAD")), responses);
  }

  /// One of several requests that go on at once.
  Run exchange(Work work) throws IOException, InterruptedException {
    awaitLate(work);
    var channel = connect();
    try (channel) {
      var reply = ask(channel, work);
      work.beginAnswer();
      return run(work, reply);
    } finally {
      open.remove(channel);
    }
  }

  private void serve(Work work) throws Refusal {
    boolean answering = false;
    Run run = null;
    try (var channel = connect()) {
      var reply = ask(channel, work);
      lifecycle.runtime().beginAnswer(work.invocation().requestId());
      answering = true;
      run = run(work, reply);
    } catch (IOException | RuntimeException e) { // whatever the program sent, the next is served
      if (!hasEnded()) {
        if (!answering) {
          lifecycle.runtime().beginAnswer(work.invocation().requestId());
          answering = true;
        }
        run = hungUp(work, e);
      }
    } finally {
      open.clear();
      if (answering) {
        lifecycle.runtime().finishAnswer(work, run);
      }
    }
  }

  private Run run(Work work, Reply reply) throws IOException {
    var origin = reply.origin();
    var head = reply.head();
    if (settings.fails(head.status(), origin != Origin.OTHER)) {
      var status = "The program answered with status " + head.status();
      return failed(work, "Runtime.HttpStatus", status);
    }
    boolean streams = origin != Origin.OTHER && settings.streams();
    return streams && work.beginStream(WebAnswer.STREAM_TYPE)
        ? streamed(work, head, reply.responses())
        : whole(work, origin, head, reply.responses());
  }

  private static Run whole(Work work, Origin origin, WebAnswer head, HttpResponses responses)
      throws IOException {
    var body = responses.collect(Answer.MAX_BYTES);
    if (body == null) {
      return new Run.TooLarge(responses.contentRead(), Answer.MAX_BYTES, work.duration());
    }
    var payload = head.whole(origin, body.bytes());
    return payload.size() > Answer.MAX_BYTES
        ? new Run.TooLarge(payload.size(), Answer.MAX_BYTES, work.duration())
        : new Run.Succeeded(payload, "application/json", work.duration());
  }

  private static Run streamed(Work work, WebAnswer head, HttpResponses responses)
      throws IOException {
    work.pass(ByteBuffer.wrap(head.prelude()));
    for (var piece = responses.content(); piece != null; piece = responses.content()) {
      if (responses.contentRead() > Answer.MAX_STREAMED_BYTES) {
        return new Run.TooLarge(
            responses.contentRead(), Answer.MAX_STREAMED_BYTES, work.duration());
      }
      work.pass(piece);
    }
    return new Run.Succeeded(Payload.EMPTY, WebAnswer.STREAM_TYPE, work.duration());
  }

  private SocketChannel connect() throws IOException {
    var channel = sockets.open();
    try {
      open.add(channel);
      if (closed) {
        throw new IOException("the sandbox has ended"); // too late to be seen by close()
      }
      WebReadiness.connect(channel, settings.port(), WebReadiness.CONNECT_MILLIS);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      return channel;
    } catch (IOException e) {
      open.remove(channel);
      channel.close();
      throw e;
    }
  }

  private static void send(SocketChannel channel, byte[] request) throws IOException {
    if (request.length <= SMALL_BYTES) {
      write(channel, request);
      return;
    }
    Thread.ofVirtual()
        .name("web-adapter-request")
        .start(
            () -> {
              try {
                write(channel, request);
              } catch (IOException _) {
                // Whoever reads the response finds out.
              }
            });
  }

  private static void write(SocketChannel channel, byte[] bytes) throws IOException {
    for (var buffer = ByteBuffer.wrap(bytes); buffer.hasRemaining(); ) {
      channel.write(buffer);
    }
  }

  /// Whether the program is gone, which then is how the run ends.
  boolean hasEnded() {
    programEnded.copy().completeOnTimeout(null, END_MILLIS, TimeUnit.MILLISECONDS).join();
    return programEnded.isDone();
  }

  /// The program broke off, or sent what is no answer.
  static Run hungUp(Work work, Throwable why) {
    return failed(work, "Runtime.HttpError", "The program did not answer: " + why.getMessage());
  }

  private static Run failed(Work work, String type, String message) {
    return new Run.Failed(error(type, message), type, work.duration());
  }

  private static Payload error(String type, String message) {
    var error = JSON.createObjectNode().put("errorMessage", message).put("errorType", type);
    return Payload.of(error.toString());
  }

  /// Ends requests in progress.
  @Override
  public void close() {
    closed = true;
    for (var channel : open) {
      try {
        channel.close();
      } catch (IOException _) {
        // it is gone
      }
    }
  }
}
