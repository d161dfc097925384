package dev.hearth.messaging.topics;

import dev.hearth.kernel.Arn;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.queues.OutgoingMessage;
import dev.hearth.messaging.queues.Queue;
import dev.hearth.messaging.queues.Queues;
import dev.hearth.messaging.queues.api.Characters;
import dev.hearth.messaging.sealing.DataKey;
import dev.hearth.messaging.sealing.KeyUser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Hearth's own queues as topics send to them.
public final class TopicQueues implements QueueSender {
  private static final String SENDER = "sns.amazonaws.com";

  private final Queues queues;

  public TopicQueues(Queues queues) {
    this.queues = queues;
  }

  @Override
  public Optional<Target> find(Arn arn, TopicArn topic) {
    return queues.find(arn).map(queue -> new OneQueue(queue, topic));
  }

  private final class OneQueue implements Target {
    private final Queue queue;
    private final @Nullable DataKey key;
    private final boolean refused;

    OneQueue(Queue queue, TopicArn topic) {
      this.queue = queue;
      DataKey found = null;
      boolean refusal = false;
      try {
        found =
            queue.settings().encryption() == null
                ? null
                : queues.key(queue, KeyUser.service(SENDER, topic.arn())).orElse(null);
      } catch (ServiceException e) {
        if (e.status() >= 500) {
          throw e; // not an answer
        }
        refusal = true;
      }
      key = found;
      refused = refusal;
    }

    @Override
    public boolean send(Handle sql, QueueMessage message) {
      if (refused) {
        return false;
      }
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
      var _ = queues.send(sql, queue, List.of(key == null ? outgoing : outgoing.sealedBy(key)));
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
