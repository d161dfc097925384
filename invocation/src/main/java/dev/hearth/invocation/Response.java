package dev.hearth.invocation;

import java.io.InputStream;

/// What a caller gets who takes a response as it comes.
public sealed interface Response {
  /// The function has ended, and has streamed nothing: its answer is at hand as a whole.
  record Whole(Answer answer) implements Response {}

  /// The function has begun to stream and still runs. It waits until what it has written is read.
  final class Streamed implements Response {
    private final String contentType;
    private final String executedVersion;
    private final StreamedResponse source;

    Streamed(String contentType, String executedVersion, StreamedResponse source) {
      this.contentType = contentType;
      this.executedVersion = executedVersion;
      this.source = source;
    }

    /// As the runtime named it.
    public String contentType() {
      return contentType;
    }

    /// The version that runs.
    public String executedVersion() {
      return executedVersion;
    }

    /// What the function writes, each piece as it comes; at its end the function has ended. The
    /// caller closes it, which throws away the rest while the function goes on.
    public InputStream body() {
      return source.body();
    }

    /// How it ended, once the body is at its end; the payload is empty where the function
    /// succeeded.
    public Answer outcome() {
      return source.outcome();
    }
  }
}
