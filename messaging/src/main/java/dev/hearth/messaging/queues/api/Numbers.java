package dev.hearth.messaging.queues.api;

import dev.hearth.messaging.queues.QueueErrors;
import org.jspecify.annotations.Nullable;

/// Numbers of requests, checked in SQS's words.
final class Numbers {
  private Numbers() {}

  /// @return null where none is given
  static @Nullable Integer seconds(String name, @Nullable Integer value, int most) {
    if (value != null && (value < 0 || value > most)) {
      throw QueueErrors.invalidParameter(
          value.toString(), name, "Must be >= 0 and <= %d, if provided.".formatted(most));
    }
    return value;
  }

  static int between(String name, @Nullable Integer value, int least, int most, int otherwise) {
    if (value == null) {
      return otherwise;
    }
    if (value < least || value > most) {
      throw QueueErrors.invalidParameter(
          value.toString(), name, "Must be between %d and %d, if provided.".formatted(least, most));
    }
    return value;
  }
}
