package dev.hearth.messaging.queues;

import dev.hearth.invocation.async.Delivery;
import dev.hearth.invocation.async.Destination;
import dev.hearth.invocation.async.Receipt;
import java.util.LinkedHashMap;
import java.util.Map;

/// Sends records of asynchronous events, and dead letters, to queues.
///
/// Source: AWS Lambda Developer Guide, "Capturing records of Lambda asynchronous invocations". A
/// FIFO queue is no destination there, and none here.
public final class QueueDestination implements Destination {
  private final Queues queues;

  public QueueDestination(Queues queues) {
    this.queues = queues;
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
            .traced(delivery.traceId()));
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
