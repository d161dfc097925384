package dev.hearth.observability.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// A log event as it is stored.
///
/// @param seq counts up in the order of ingestion
/// @param stream the stream's name
public record LogEvent(long seq, String stream, Instant time, Instant ingested, String message) {
  /// What AWS adds to the length of each message.
  private static final int OVERHEAD_BYTES = 26;

  /// An event to be stored.
  ///
  /// @param time when it happened, as its author says
  public record New(Instant time, String message) {
    /// The size by AWS's rule: the message in UTF-8, and 26 bytes.
    public int bytes() {
      return size(message);
    }
  }

  /// Where the event stands in its group and stream.
  public Position position() {
    return new Position(time.toEpochMilli(), seq);
  }

  /// The size by AWS's rule: the message in UTF-8, and 26 bytes.
  public int bytes() {
    return size(message);
  }

  private static int size(String message) {
    return message.getBytes(StandardCharsets.UTF_8).length + OVERHEAD_BYTES;
  }
}
