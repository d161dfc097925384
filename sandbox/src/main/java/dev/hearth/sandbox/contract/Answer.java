package dev.hearth.sandbox.contract;

import dev.hearth.kernel.Payload;
import dev.hearth.sandbox.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Reads a runtime's answer to one event.
final class Answer {
  /// Lambda's limit of a response that is not streamed: 6 MiB and 100 bytes.
  static final long MAX_BYTES = 6 * 1024 * 1024 + 100;

  /// Lambda's limit of a streamed response.
  static final long MAX_STREAMED_BYTES = 200L * 1024 * 1024;

  private static final String ERROR_TYPE = "Lambda-Runtime-Function-Error-Type";
  private static final String ERROR_BODY = "Lambda-Runtime-Function-Error-Body";

  private final HttpRequests.Head head;
  private final HttpRequests body;
  private final Work work;

  Answer(HttpRequests.Head head, HttpRequests body, Work work) {
    this.head = head;
    this.body = body;
    this.work = work;
  }

  /// What the headers of `/error` and of `/init/error` call the failure.
  static @Nullable String errorType(HttpRequests.Head head) {
    return head.header(ERROR_TYPE);
  }

  /// `/response`: the function's result, whole or streamed.
  Run response() throws IOException, Refusal {
    var mode = head.header("Lambda-Runtime-Function-Response-Mode");
    if (mode != null && !mode.equalsIgnoreCase("streaming")) {
      throw Refusal.wrongResponseMode();
    }
    boolean streamed = mode != null && work.beginStream(contentType());
    var payload = streamed ? pass() : body.collect(MAX_BYTES);
    var failed = failedMidstream();
    if (failed != null) {
      return failed;
    }
    return payload == null
        ? tooLarge(streamed ? MAX_STREAMED_BYTES : MAX_BYTES)
        : new Run.Succeeded(payload, contentType(), work.duration());
  }

  /// `/error`: the function's failure.
  Run error() throws IOException {
    var payload = body.collect(MAX_BYTES);
    return payload == null
        ? tooLarge(MAX_BYTES)
        : new Run.Failed(payload, errorType(head), work.duration());
  }

  /// @return nothing, for it has gone to the stream; null when it was too large
  private @Nullable Payload pass() throws IOException {
    for (var piece = body.content(); piece != null; piece = body.content()) {
      if (body.contentRead() > MAX_STREAMED_BYTES) {
        return body.collect(0);
      }
      work.pass(piece);
    }
    return Payload.EMPTY;
  }

  private Run tooLarge(long limit) {
    return new Run.TooLarge(body.contentRead(), limit, work.duration());
  }

  /// A function that fails in the middle of its stream says so in the trailers.
  private @Nullable Run failedMidstream() {
    var type = body.trailer(ERROR_TYPE);
    if (type == null) {
      return null;
    }
    var encoded = body.trailer(ERROR_BODY);
    return new Run.Failed(decode(encoded == null ? "" : encoded), type, work.duration());
  }

  private static Payload decode(String base64) {
    try {
      return Payload.of(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException _) {
      return Payload.of(base64.getBytes(StandardCharsets.UTF_8)); // what it sent is all we know
    }
  }

  private String contentType() {
    var type = head.header("Content-Type");
    return type == null ? "application/json" : type;
  }
}
