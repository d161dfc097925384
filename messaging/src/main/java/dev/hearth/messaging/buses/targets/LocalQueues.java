package dev.hearth.messaging.buses.targets;

import dev.hearth.messaging.buses.delivery.Sent;
import dev.hearth.messaging.queues.MessageAttribute;
import dev.hearth.messaging.queues.OutgoingMessage;
import dev.hearth.messaging.queues.Queues;
import java.util.HashMap;
import java.util.List;

/// The queues of the same database: a standard queue gets its message in the transaction that ends
/// the delivery, and so once. A FIFO queue wants a transaction of its own, and tells repetitions by
/// their content.
public final class LocalQueues implements QueueSender {
  private final Queues queues;

  public LocalQueues(Queues queues) {
    this.queues = queues;
  }

  @Override
  public Sent send(QueueMessage message) {
    var queue = queues.find(message.queue()).orElse(null);
    if (queue == null) {
      return new Sent.Refused("NO_RESOURCE", "Queue " + message.queue() + " does not exist.");
    }
    var attributes = new HashMap<String, MessageAttribute>();
    message
        .attributes()
        .forEach((name, value) -> attributes.put(name, MessageAttribute.string(value)));
    var outgoing =
        OutgoingMessage.of(message.body(), message.sender())
            .with(attributes)
            .inGroup(message.group(), null)
            .traced(message.trace());
    queues.check(queue, outgoing);
    if (queue.isFifo()) {
      queues.send(queue, outgoing, message.user());
      return new Sent.Delivered();
    }
    var ready = queues.seal(queue, outgoing, message.user());
    return new Sent.Within(
        sql -> queues.send(sql, queue, List.of(ready)), () -> queues.announce(queue, 1));
  }
}
