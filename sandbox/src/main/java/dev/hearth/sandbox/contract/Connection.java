package dev.hearth.sandbox.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.kernel.Payload;
import dev.hearth.sandbox.Run;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/// One connection of a runtime: calls come one after the other, each answered before the next is
/// read.
final class Connection {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RUNTIME = "/2018-06-01/runtime/";
  private static final String INVOCATION = RUNTIME + "invocation/";
  private static final String COPY = "/hearth/copy";
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final byte[] NO_BYTES = {};
  private static final HttpAnswer ACCEPTED = HttpAnswer.of(202, json(Map.of("status", "OK")));
  private static final ByteBuffer ACCEPTED_BYTES =
      ByteBuffer.wrap(
              """
              HTTP/1.1 202 Accepted\r
              Content-Type: application/json\r
              Content-Length: 15\r
              \r
              {"status":"OK"}\
              """
                  .getBytes(StandardCharsets.US_ASCII))
          .asReadOnlyBuffer();

  /// What a refused call may send before we hang up instead of reading it.
  private static final long MAX_BODY_BYTES = 8L * 1024 * 1024;

  private final SocketChannel channel;
  private final Lifecycle lifecycle;
  private final Copies copies;
  private final @Nullable CredentialsCall credentials;
  private final Connections.Wait refused;
  private final HttpRequests requests;
  private final ExtensionCalls extensionCalls;
  private final TelemetryCalls telemetryCalls;

  /// Whether a template waits for orders on it.
  private boolean template;

  /// What goes out with the next answer.
  private ByteBuffer held = NOTHING;

  /// @param copies where a template is told what to do
  /// @param credentials what SDKs ask for; null where they are in the environment
  /// @param refused called before a refusal is told
  Connection(
      SocketChannel channel,
      Lifecycle lifecycle,
      Copies copies,
      @Nullable CredentialsCall credentials,
      Connections.Wait refused) {
    this.channel = channel;
    this.lifecycle = lifecycle;
    this.copies = copies;
    this.credentials = credentials;
    this.refused = refused;
    this.requests = new HttpRequests(channel);
    this.extensionCalls = new ExtensionCalls(lifecycle.extensions(), requests);
    this.telemetryCalls = new TelemetryCalls(lifecycle.extensions(), requests);
  }

  void serve() throws IOException, InterruptedException {
    try {
      serveAll();
    } finally {
      if (template) {
        copies.end();
      }
    }
  }

  private void serveAll() throws IOException, InterruptedException {
    for (var head = requests.next(); head != null; head = requests.next()) {
      if (head.expectsContinue()) {
        HttpAnswer.sendContinue(channel);
      }
      boolean goesOn = serve(head) && requests.skip(MAX_BODY_BYTES);
      if (!goesOn) {
        return;
      }
    }
  }

  private boolean serve(HttpRequests.Head head) throws IOException, InterruptedException {
    try {
      if (head.path().startsWith(ExtensionCalls.PREFIX)) {
        return extension(head);
      }
      if (TelemetryCalls.serves(head.path())) {
        return send(head, telemetryCalls.answer(head));
      }
      return switch (head.method() + " " + head.path()) {
        case "GET " + INVOCATION + "next" -> next(head);
        case "POST " + RUNTIME + "init/error" -> send(head, initError(head));
        case "GET /hearth/park" -> send(head, park());
        case "GET " + COPY -> copy(head);
        case "POST " + COPY -> send(head, copied());
        case "GET " + RUNTIME + "restore/next" -> {
          lifecycle.runtime().restored();
          yield send(head, HttpAnswer.of(200, NO_BYTES));
        }
        case "POST " + RUNTIME + "restore/error" -> {
          requests.collect(Answer.MAX_BYTES);
          lifecycle.runtime().failRestore(Answer.errorType(head));
          yield send(head, ACCEPTED);
        }
        case "GET " + CredentialsCall.PATH -> send(head, credentials(head));
        default -> {
          answered(head);
          yield accepted(head);
        }
      };
    } catch (Refusal e) {
      refused.await();
      var error =
          json(Map.of("errorMessage", String.valueOf(e.getMessage()), "errorType", e.type()));
      return send(head, HttpAnswer.of(e.status(), error));
    }
  }

  private boolean extension(HttpRequests.Head head)
      throws IOException, Refusal, InterruptedException {
    var reply = extensionCalls.answer(head);
    try {
      return send(head, reply.answer());
    } catch (IOException e) {
      reply.undelivered().run();
      throw e;
    }
  }

  /// The connection that a template waits on for orders ends with the template.
  private boolean copy(HttpRequests.Head head) throws IOException, Refusal, InterruptedException {
    lifecycle.runtime().templateReady();
    template = true;
    copies.await();
    return send(head, HttpAnswer.of(200, NO_BYTES));
  }

  private HttpAnswer copied() throws IOException, Refusal {
    var body = requests.collect(Answer.MAX_BYTES);
    try {
      var json = JSON.readTree(body == null ? NO_BYTES : body.bytes());
      if (json.path("error").isTextual()) {
        copies.made(null, json.path("error").textValue());
      } else {
        var made =
            new Copies.Made(
                json.path("process").asInt(),
                json.path("output").asInt(),
                json.path("exit").asInt());
        copies.made(made, null);
      }
      return ACCEPTED;
    } catch (JsonProcessingException e) {
      copies.made(null, "what it says is no JSON");
      return ACCEPTED;
    }
  }

  private HttpAnswer credentials(HttpRequests.Head head) throws Refusal {
    if (credentials == null) {
      throw Refusal.noSuchCall();
    }
    return credentials.answer(head);
  }

  private HttpAnswer park() throws Refusal, InterruptedException {
    return HttpAnswer.of(200, json(Map.of("environment", lifecycle.runtime().awaitFunction())));
  }

  private boolean next(HttpRequests.Head head) throws IOException, Refusal, InterruptedException {
    var work = lifecycle.runtime().awaitEvent();
    try {
      return send(head, event(work));
    } catch (IOException e) {
      lifecycle.runtime().takeBack(work);
      throw e;
    }
  }

  private static HttpAnswer event(Work work) {
    var invocation = work.invocation();
    var headers = HttpFields.build();
    headers.put("Lambda-Runtime-Aws-Request-Id", invocation.requestId());
    headers.put("Lambda-Runtime-Deadline-Ms", Long.toString(work.deadline().toEpochMilli()));
    headers.put("Lambda-Runtime-Invoked-Function-Arn", invocation.functionArn());
    putIfSet(headers, "Lambda-Runtime-Trace-Id", invocation.traceId());
    putIfSet(headers, "Lambda-Runtime-Client-Context", invocation.clientContext());
    putIfSet(headers, "Lambda-Runtime-Cognito-Identity", invocation.cognitoIdentity());
    putIfSet(headers, "Lambda-Runtime-Aws-Tenant-Id", invocation.tenantId());
    return new HttpAnswer(200, headers, ByteBuffer.wrap(invocation.payload().bytes()));
  }

  private HttpAnswer initError(HttpRequests.Head head) throws IOException, Refusal {
    try (var _ = lifecycle.runtime().beginFailInit()) {
      var error = requests.collect(Answer.MAX_BYTES);
      lifecycle.runtime().failInit(error == null ? Payload.EMPTY : error, Answer.errorType(head));
      return ACCEPTED;
    }
  }

  /// `POST …/invocation/{id}/response` or `…/error`.
  private void answered(HttpRequests.Head head) throws IOException, Refusal {
    var path = head.path();
    int slash = path.lastIndexOf('/');
    boolean response = path.endsWith("/response");
    if (!head.method().equals("POST")
        || !path.startsWith(INVOCATION)
        || slash <= INVOCATION.length()
        || !(response || path.endsWith("/error"))) {
      throw Refusal.noSuchCall();
    }
    var work = lifecycle.runtime().beginAnswer(path.substring(INVOCATION.length(), slash));
    Run run = null;
    try {
      var answer = new Answer(head, requests, work);
      run = response ? answer.response() : answer.error();
    } finally {
      lifecycle.runtime().finishAnswer(work, run);
    }
    if (run instanceof Run.TooLarge tooLarge) {
      throw Refusal.tooLarge(tooLarge.limit());
    }
  }

  private boolean send(HttpRequests.Head head, HttpAnswer answer) throws IOException {
    var before = held;
    held = NOTHING;
    return answer.send(channel, before, HttpAnswer.persists(head.version(), head.headers()));
  }

  /// A runtime that asks for the next event together with its answer to the last gets both of ours
  /// together as well: it is woken up once.
  private boolean accepted(HttpRequests.Head head) throws IOException {
    if (!requests.followed() || !HttpAnswer.persists(head.version(), head.headers())) {
      return send(head, ACCEPTED);
    }
    held = ACCEPTED_BYTES.duplicate();
    return true;
  }

  private static void putIfSet(HttpFields.Mutable headers, String name, @Nullable String value) {
    if (value != null) {
      headers.put(name, headerSafe(value));
    }
  }

  /// JSON in a header must be ASCII on one line; escapes say the same.
  private static String headerSafe(String json) {
    if (json.chars().allMatch(c -> c >= ' ' && c < 127)) {
      return json;
    }
    var safe = new StringBuilder(json.length() + 16);
    json.chars()
        .forEach(
            c -> {
              if (c >= 127) {
                safe.append("\\u%04x".formatted(c));
              } else {
                safe.append(c < ' ' ? ' ' : (char) c); // only white space between tokens
              }
            });
    return safe.toString();
  }

  private static byte[] json(Map<String, ?> object) {
    try {
      return JSON.writeValueAsBytes(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
