package dev.hearth.messaging.queues.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.queues.QueueErrors;
import dev.hearth.messaging.queues.Queues;
import java.util.Set;

/// What `RedrivePolicy` and `RedriveAllowPolicy` may say. Source: SQS Developer Guide, "Dead-letter
/// queues".
final class RedriveRules {
  private static final int MOST_RECEIVES = 1_000;
  private static final int MOST_SOURCES = 10;
  private static final Set<String> POLICY = Set.of("deadLetterTargetArn", "maxReceiveCount");
  private static final Set<String> ALLOW_POLICY = Set.of("redrivePermission", "sourceQueueArns");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Queues queues;

  RedriveRules(Queues queues) {
    this.queues = queues;
  }

  /// The policy as it is kept.
  static String policy(String document) {
    var policy = read("RedrivePolicy", document, POLICY);
    var target = policy.path("deadLetterTargetArn").asText();
    if (target.isEmpty()) {
      throw invalid(
          "RedrivePolicy",
          document,
          "Redrive policy does not contain mandatory attribute: deadLetterTargetArn.");
    }
    if (Arn.parse(target).filter(arn -> arn.service().equals("sqs")).isEmpty()) {
      throw invalid(
          "RedrivePolicy",
          document,
          "Invalid value for deadLetterTargetArn: %s.".formatted(target));
    }
    if (!policy.has("maxReceiveCount")) {
      throw invalid(
          "RedrivePolicy",
          document,
          "Redrive policy does not contain mandatory attribute: maxReceiveCount.");
    }
    var count = policy.get("maxReceiveCount").asText();
    if (!count.matches("[0-9]{1,4}")
        || Integer.parseInt(count) < 1
        || Integer.parseInt(count) > MOST_RECEIVES) {
      throw invalid(
          "RedrivePolicy",
          document,
          "Invalid value for maxReceiveCount: %s, valid values are from 1 to 1000 both inclusive."
              .formatted(count));
    }
    return JSON.createObjectNode()
        .put("deadLetterTargetArn", target)
        .put("maxReceiveCount", Integer.parseInt(count))
        .toString();
  }

  /// Checks whether the queue may send its dead letters where a well-formed policy says.
  void checkTarget(Arn queue, String document, boolean fifo) {
    var target =
        Arn.parse(read("RedrivePolicy", document, POLICY).path("deadLetterTargetArn").asText())
            .filter(
                arn -> arn.account().equals(queue.account()) && arn.region().equals(queue.region()))
            .flatMap(queues::find)
            .orElseThrow(
                () -> invalid("RedrivePolicy", document, "Dead letter target does not exist."));
    if (target.isFifo() != fifo) {
      throw invalid(
          "RedrivePolicy", document, "Dead-letter queue must be same type of queue as the source.");
    }
    if (!target.settings().redriveAllow().allows(queue)) {
      throw invalid(
          "RedrivePolicy",
          document,
          "The dead-letter queue's redrive allow policy does not allow this queue.");
    }
  }

  /// The policy as it is kept.
  static String allowPolicy(String document) {
    var policy = read("RedriveAllowPolicy", document, ALLOW_POLICY);
    var permission = policy.path("redrivePermission").asText();
    var sources = policy.get("sourceQueueArns");
    switch (permission) {
      case "allowAll", "denyAll" -> {
        if (sources != null) {
          throw invalid(
              "RedriveAllowPolicy",
              document,
              "Amazon SQS can only use sourceQueueArns with redrivePermission byQueue.");
        }
      }
      case "byQueue" -> {
        if (!(sources instanceof ArrayNode) || sources.isEmpty() || sources.size() > MOST_SOURCES) {
          throw invalid(
              "RedriveAllowPolicy", document, "sourceQueueArns must have 1 to 10 ARNs of queues.");
        }
        for (var source : sources) {
          if (Arn.parse(source.asText()).filter(arn -> arn.service().equals("sqs")).isEmpty()) {
            throw invalid(
                "RedriveAllowPolicy",
                document,
                "Invalid value for sourceQueueArns: %s.".formatted(source.asText()));
          }
        }
      }
      default ->
          throw invalid(
              "RedriveAllowPolicy",
              document,
              "redrivePermission must be allowAll, denyAll or byQueue.");
    }
    return policy.toString();
  }

  private static JsonNode read(String name, String document, Set<String> known) {
    try {
      var policy = JSON.readTree(document);
      if (policy.isObject()) {
        for (var property : policy.properties()) {
          if (!known.contains(property.getKey())) {
            throw invalid(name, document, "Unknown attribute: %s.".formatted(property.getKey()));
          }
        }
        return policy;
      }
    } catch (JsonProcessingException _) {
      // refused below
    }
    throw invalid(name, document, name + " is not a valid JSON map.");
  }

  private static ServiceException invalid(String name, String document, String reason) {
    return QueueErrors.invalidParameter(document, name, reason);
  }
}
