package dev.hearth.messaging.topics;

import dev.hearth.kernel.Arn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;

/// Queues that only keep what they get.
public final class KeptQueues implements QueueSender {
  private final Map<Arn, List<QueueMessage>> queues = new ConcurrentHashMap<>();
  private int woken;

  /// Makes a queue of the test's account.
  public String make(String name) {
    var arn = Arn.of("sqs", TestTopics.REGION, TestTopics.ACCOUNT, name);
    queues.put(arn, new ArrayList<>());
    return arn.toString();
  }

  public List<QueueMessage> in(String arn) {
    return Objects.requireNonNull(queues.get(Arn.parse(arn).orElseThrow()));
  }

  public List<String> bodies(String arn) {
    return in(arn).stream().map(QueueMessage::body).toList();
  }

  public int woken() {
    return woken;
  }

  @Override
  public Optional<Target> find(Arn arn, TopicArn topic) {
    var queue = queues.get(arn);
    return queue == null
        ? Optional.empty()
        : Optional.of(
            new Target() {
              @Override
              public boolean send(Handle sql, QueueMessage message) {
                return queue.add(message);
              }

              @Override
              public void wake() {
                woken++;
              }
            });
  }
}
