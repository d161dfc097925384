package dev.hearth.messaging.topics.api;

import dev.hearth.identity.policy.Policy;
import dev.hearth.identity.policy.PolicyKind;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.topics.Refusals;
import dev.hearth.messaging.topics.delivery.DeliveryPolicy;
import dev.hearth.messaging.topics.store.Subscription.State;
import dev.hearth.messaging.topics.store.Topic;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// What the attributes of topics may say, and how they are shown. Source: SNS's API reference,
/// `SetTopicAttributes` and `GetTopicAttributes`.
final class TopicAttributes {
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_POLICY = 30_720;
  private static final int LONGEST_KEY = 2_048;
  private static final Pattern FEEDBACK =
      Pattern.compile("(HTTP|Firehose|Lambda|Application|SQS)(Success|Failure)FeedbackRoleArn");
  private static final Pattern SAMPLE_RATE =
      Pattern.compile("(HTTP|Firehose|Lambda|Application|SQS)SuccessFeedbackSampleRate");
  private static final Pattern ROLE = Pattern.compile("arn:aws:iam::[0-9]{12}:role/.+");
  private static final Set<String> FIFO_ONLY =
      Set.of("ContentBasedDeduplication", "FifoThroughputScope");

  private TopicAttributes() {}

  /// Returns when an attribute may have this value.
  ///
  /// @param value empty to take it away
  /// @throws ServiceException `InvalidParameter`
  static void check(String name, String value, boolean fifo) {
    if (FIFO_ONLY.contains(name) && !fifo) {
      throw Refusals.invalid("Attributes Reason: " + name + " can only be set for FIFO topics");
    }
    switch (name) {
      case "DisplayName" -> displayName(value);
      case "Policy" -> policy(value);
      case "DeliveryPolicy" -> {
        if (!value.isEmpty()) {
          DeliveryPolicy.checkTopic(value);
        }
      }
      case "ContentBasedDeduplication" -> oneOf(name, value, Set.of("true", "false"));
      case "FifoThroughputScope" -> oneOf(name, value, Set.of("Topic", "MessageGroup"));
      case "SignatureVersion" -> oneOf(name, value, Set.of("1", "2"));
      case "TracingConfig" -> oneOf(name, value, Set.of("PassThrough", "Active"));
      case "KmsMasterKeyId" -> key(value);
      case "ArchivePolicy", "BeginningArchiveTime" ->
          throw Refusals.invalid(name + " Reason: Hearth keeps no archive of messages");
      default -> feedback(name, value);
    }
  }

  private static void displayName(String value) {
    if (value.length() > LONGEST_NAME || value.chars().anyMatch(Character::isISOControl)) {
      throw Refusals.invalid("DisplayName");
    }
  }

  private static void policy(String value) {
    if (value.getBytes(StandardCharsets.UTF_8).length > LONGEST_POLICY) {
      throw Refusals.invalid("Policy Reason: The policy is longer than 30720 bytes");
    }
    try {
      var _ = Policy.parse(value, PolicyKind.RESOURCE);
    } catch (ServiceException e) {
      throw Refusals.invalid("Policy Error: " + e.getMessage());
    }
  }

  /// Whether there is such a key is seen when a message is published, as on AWS.
  private static void key(String value) {
    if (value.length() > LONGEST_KEY || value.chars().anyMatch(Character::isISOControl)) {
      throw Refusals.invalid("KmsMasterKeyId");
    }
  }

  private static void oneOf(String name, String value, Set<String> values) {
    if (!values.contains(value)) {
      throw Refusals.invalid(
          "%s Reason: '%s' is not one of %s"
              .formatted(name, value, values.stream().sorted().toList()));
    }
  }

  /// They say where AWS logs what became of deliveries; Hearth keeps them and logs by itself.
  private static void feedback(String name, String value) {
    boolean role = FEEDBACK.matcher(name).matches();
    if (!role && !SAMPLE_RATE.matcher(name).matches()) {
      throw Refusals.invalid("AttributeName");
    }
    if (!value.isEmpty()
        && !(role ? ROLE.matcher(value).matches() : value.matches("[0-9]{1,2}|100"))) {
      throw Refusals.invalid(name);
    }
  }

  /// All of a topic, as SNS shows it.
  ///
  /// @param counts of its subscriptions
  static Map<String, String> show(Topic topic, Map<State, Long> counts) {
    var shown = new LinkedHashMap<>(topic.attributes());
    shown.put("TopicArn", topic.arn().toString());
    shown.put("Owner", topic.arn().account().digits());
    shown.put("Policy", topic.policy());
    shown.putIfAbsent("DisplayName", "");
    var delivery = topic.attributes().get("DeliveryPolicy");
    shown.put(
        "EffectiveDeliveryPolicy", DeliveryPolicy.effective(delivery, null).forTopic(delivery));
    shown.put("SubscriptionsConfirmed", count(counts, State.CONFIRMED));
    shown.put("SubscriptionsPending", count(counts, State.PENDING));
    shown.put("SubscriptionsDeleted", count(counts, State.DELETED));
    if (topic.arn().isFifo()) {
      shown.put("FifoTopic", "true");
      shown.putIfAbsent("ContentBasedDeduplication", "false");
      shown.putIfAbsent("FifoThroughputScope", "Topic");
    }
    return shown;
  }

  private static String count(Map<State, Long> counts, State state) {
    return Long.toString(counts.getOrDefault(state, 0L));
  }
}
