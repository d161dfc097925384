package dev.hearth.messaging.topics.delivery;

import dev.hearth.messaging.topics.QueueSender;
import dev.hearth.messaging.topics.delivery.DeadLetters.Target;
import dev.hearth.messaging.topics.store.Subscription;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a message comes to, decided before the transaction in which it is done.
record Plan(Message message, List<Step> steps) {
  /// What one subscription gets.
  ///
  /// @param notification in SNS's words; null where the message goes as it is
  /// @param body the message for the subscription's protocol
  /// @param queue that it goes into; nothing for other endpoints, and where that is not there
  /// @param refusal why it gets nothing; empty where it does
  /// @param deadLetters asked for only where it may be needed within the transaction
  record Step(
      Subscription subscription,
      @Nullable Notification notification,
      String body,
      Optional<QueueSender.Target> queue,
      String refusal,
      Optional<Target> deadLetters) {
    /// Whether it is sent later.
    boolean isDelivery() {
      return switch (subscription.protocol()) {
        case "http", "https", "lambda" -> true;
        default -> false;
      };
    }
  }
}
