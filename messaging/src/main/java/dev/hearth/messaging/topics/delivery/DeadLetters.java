package dev.hearth.messaging.topics.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.kernel.Arn;
import dev.hearth.messaging.topics.MessageAttribute;
import dev.hearth.messaging.topics.QueueSender;
import dev.hearth.messaging.topics.QueueSender.QueueMessage;
import dev.hearth.messaging.topics.ServiceAccess;
import dev.hearth.messaging.topics.store.Subscription;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// What becomes of messages that an endpoint does not take: they go to the queue that their
/// subscription names, or nowhere.
///
/// Source: Amazon SNS Developer Guide, "Amazon SNS dead-letter queues".
public final class DeadLetters {
  private static final System.Logger LOG = System.getLogger(DeadLetters.class.getName());
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final int LONGEST_REASON = 1_024;

  private final QueueSender queues;
  private final ServiceAccess access;

  public DeadLetters(QueueSender queues, ServiceAccess access) {
    this.queues = queues;
    this.access = access;
  }

  /// A queue for dead letters, as it is before the transaction in which it is used.
  ///
  /// @param queue nothing where it is not there, or does not let SNS send to it
  record Target(Arn arn, Optional<QueueSender.Target> queue) {
    void wake() {
      queue.ifPresent(QueueSender.Target::wake);
    }
  }

  /// A message that was not taken.
  ///
  /// @param body as the endpoint would have got it
  /// @param group of FIFO topics; else null
  /// @param deduplicationId of FIFO topics; else null
  record Letter(
      String messageId,
      String body,
      Map<String, MessageAttribute> attributes,
      @Nullable String group,
      @Nullable String deduplicationId) {}

  /// The queue that a redrive policy names.
  public static Optional<Arn> queue(String redrivePolicy) {
    try {
      return Arn.parse(JSON.readTree(redrivePolicy).path("deadLetterTargetArn").asText());
    } catch (JsonProcessingException _) {
      return Optional.empty();
    }
  }

  Optional<Target> target(Subscription subscription) {
    return Optional.ofNullable(subscription.attributes().get("RedrivePolicy"))
        .flatMap(DeadLetters::queue)
        .map(
            arn ->
                new Target(
                    arn,
                    access.may("sqs:SendMessage", arn, subscription.arn().topic())
                        ? queues.find(arn, subscription.arn().topic())
                        : Optional.empty()));
  }

  /// Keeps a letter, as part of the caller's transaction.
  ///
  /// @param code `400` where the endpoint will never take it, `500` where it did not in time
  void keep(
      Handle sql,
      Subscription subscription,
      Optional<Target> target,
      Letter letter,
      int code,
      String why) {
    var queue = target.flatMap(Target::queue);
    var attributes = new LinkedHashMap<>(letter.attributes());
    attributes.put("RequestID", MessageAttribute.text(letter.messageId()));
    attributes.put("ErrorCode", MessageAttribute.text(Integer.toString(code)));
    attributes.put(
        "ErrorMessage",
        MessageAttribute.text(
            why.length() > LONGEST_REASON ? why.substring(0, LONGEST_REASON) : why));
    boolean sent =
        queue.isPresent()
            && queue
                .get()
                .send(
                    sql,
                    new QueueMessage(
                        letter.body(), attributes, letter.group(), letter.deduplicationId(), null));
    if (!sent) {
      LOG.log(
          Level.INFO,
          "A message was not delivered to {0} and is lost, for {1}: {2}",
          subscription.arn(),
          target.isPresent()
              ? "its dead-letter queue does not take it"
              : "it has no dead-letter queue",
          why);
    }
  }
}
