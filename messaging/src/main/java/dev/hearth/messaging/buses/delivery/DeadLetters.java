package dev.hearth.messaging.buses.delivery;

import dev.hearth.kernel.Payload;
import dev.hearth.messaging.buses.RuleReference;
import java.util.Map;

/// Where events go that could not be delivered: standard queues.
@FunctionalInterface
public interface DeadLetters {
  /// A dead letter on its way.
  ///
  /// @param queue the ARN
  /// @param attributes by name: `RULE_ARN`, `TARGET_ARN`, `ERROR_CODE`, `ERROR_MESSAGE` …
  record Letter(RuleReference rule, String queue, Payload body, Map<String, String> attributes) {}

  /// @throws dev.hearth.kernel.ServiceException where the queue refuses
  Sent send(Letter letter);
}
