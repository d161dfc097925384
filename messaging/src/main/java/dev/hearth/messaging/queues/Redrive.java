package dev.hearth.messaging.queues;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.kernel.Arn;

/// A `RedrivePolicy`.
///
/// @param deadLetterQueue where to messages go that were received more often
/// @param maxReceiveCount 1 to 1 000
public record Redrive(Arn deadLetterQueue, int maxReceiveCount) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// @param document as it is stored
  static Redrive parse(String document) {
    try {
      var policy = JSON.readTree(document);
      return new Redrive(
          Arn.parse(policy.path("deadLetterTargetArn").asText()).orElseThrow(),
          policy.path("maxReceiveCount").asInt());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A stored redrive policy is damaged", e);
    }
  }
}
