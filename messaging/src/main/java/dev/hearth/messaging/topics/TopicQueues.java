package dev.hearth.messaging.topics;

import dev.hearth.kernel.Arn;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.queues.OutgoingMessage;
import dev.hearth.messaging.queues.Queue;
import dev.hearth.messaging.queues.Queues;
import dev.hearth.messaging.queues.api.Characters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Hearth's own queues as topics send to them.
public final class TopicQueues implements QueueSender {
  private static final String SENDER = "sns.amazonaws.com";

  private final Queues queues;

  public TopicQueues(Queues queues) {
    this.queues = queues;
  }

  @Override
  public Optional<Target> find(Arn arn) {
    return queues.find(arn).map(OneQueue::new);
  }

  private final class OneQueue implements Target {
    private final Queue queue;

    OneQueue(Queue queue) {
      this.queue = queue;
    }

    @Override
    public boolean send(Handle sql, QueueMessage message) {
      OutgoingMessage outgoing;
      try {
        outgoing =
            new OutgoingMessage(
                Characters.allowed(message.body()),
                attributes(message.attributes()),
                SENDER,
                message.traceId(),
                null,
                message.group(),
                message.deduplicationId());
        queues.check(queue, outgoing);
      } catch (ServiceException _) {
        return false; // as SendMessage would refuse it
      }
      var _ = queues.send(sql, queue, List.of(outgoing));
      return true;
    }

    @Override
    public void wake() {
      queues.announce(queue, 1);
    }
  }

  private static Map<String, dev.hearth.messaging.queues.MessageAttribute> attributes(
      Map<String, MessageAttribute> ours) {
    var attributes = new LinkedHashMap<String, dev.hearth.messaging.queues.MessageAttribute>();
    ours.forEach(
        (name, value) -> {
          var binary = value.binary();
          attributes.put(
              name,
              new dev.hearth.messaging.queues.MessageAttribute(
                  value.type(), binary == null ? value.text() : null, binary));
        });
    return attributes;
  }
}
