package dev.hearth.messaging.buses.targets;

import dev.hearth.kernel.Arn;
import dev.hearth.messaging.buses.delivery.Sent;
import dev.hearth.messaging.sealing.KeyUser;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts messages into queues. Buses and schedules own this port; whoever has the queues of the same
/// database implements it.
@FunctionalInterface
public interface QueueSender {
  /// A message for one queue.
  ///
  /// @param attributes by name; each a text
  /// @param sender whom receivers see as `SenderId`
  /// @param group the `MessageGroupId`, or null
  /// @param trace the `AWSTraceHeader`, or null
  /// @param user in whose name the queue's key is used, where it has one
  record QueueMessage(
      Arn queue,
      String body,
      Map<String, String> attributes,
      String sender,
      @Nullable String group,
      @Nullable String trace,
      KeyUser user) {}

  /// Sends; with a standard queue best as a [Sent.Within], so that it is sent once.
  ///
  /// @throws dev.hearth.kernel.ServiceException as `SendMessage` refuses
  Sent send(QueueMessage message);
}
