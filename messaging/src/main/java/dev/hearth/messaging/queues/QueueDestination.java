package dev.hearth.messaging.queues;

import dev.hearth.invocation.async.Delivery;
import dev.hearth.invocation.async.Destination;
import dev.hearth.invocation.async.Receipt;
import dev.hearth.messaging.sealing.KeyUser;
import dev.hearth.messaging.sealing.RoleSessions;
import java.util.LinkedHashMap;
import java.util.Map;

/// Sends records of asynchronous events, and dead letters, to queues.
///
/// Source: AWS Lambda Developer Guide, "Capturing records of Lambda asynchronous invocations". A
/// FIFO queue is no destination there, and none here.
public final class QueueDestination implements Destination {
  private static final String LAMBDA = "lambda.amazonaws.com";

  private final Queues queues;
  private final RoleSessions sessions;

  /// @param sessions of the functions' roles, which use the queues' keys
  public QueueDestination(Queues queues, RoleSessions sessions) {
    this.queues = queues;
    this.sessions = sessions;
  }

  @Override
  public String action() {
    return "sqs:SendMessage";
  }

  @Override
  public Receipt deliver(Delivery delivery) {
    var queue = queues.find(delivery.target());
    if (queue.isEmpty()) {
      return new Receipt.Refused("The queue " + delivery.target() + " does not exist.");
    }
    if (queue.get().isFifo()) {
      return new Receipt.Refused("A FIFO queue cannot be a destination.");
    }
    queues.send(
        queue.get(),
        OutgoingMessage.of(delivery.body().text(), delivery.role())
            .with(attributes(delivery.attributes()))
            .traced(delivery.traceId()),
        KeyUser.role(LAMBDA, delivery.role(), delivery.target(), sessions));
    return new Receipt.Delivered();
  }

  private static Map<String, MessageAttribute> attributes(Map<String, String> texts) {
    var attributes = new LinkedHashMap<String, MessageAttribute>();
    texts.forEach(
        (name, text) -> {
          if (!text.isEmpty()) { // which no message attribute may be
            attributes.put(
                name,
                name.equals("ErrorCode")
                    ? MessageAttribute.number(text)
                    : MessageAttribute.string(text));
          }
        });
    return attributes;
  }
}
