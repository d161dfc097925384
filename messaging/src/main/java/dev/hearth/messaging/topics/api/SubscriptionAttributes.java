package dev.hearth.messaging.topics.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.kernel.Arn;
import dev.hearth.messaging.topics.Refusals;
import dev.hearth.messaging.topics.delivery.DeadLetters;
import dev.hearth.messaging.topics.delivery.DeliveryPolicy;
import dev.hearth.messaging.topics.filter.FilterPolicy;
import dev.hearth.messaging.topics.store.Subscription;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the attributes of subscriptions may say, and how they are shown. Source: SNS's API
/// reference, `SetSubscriptionAttributes` and `GetSubscriptionAttributes`.
final class SubscriptionAttributes {
  static final String FILTER = "FilterPolicy";
  static final String SCOPE = "FilterPolicyScope";

  private static final Set<String> RAW_PROTOCOLS = Set.of("sqs", "http", "https", "firehose");
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private SubscriptionAttributes() {}

  /// Sets one attribute, when it may have this value.
  ///
  /// @param value empty to take it away
  /// @throws dev.hearth.kernel.ServiceException `InvalidParameter`
  static Subscription set(Subscription subscription, String name, String value) {
    var changed = subscription.with(name, isNone(name, value) ? "" : value);
    switch (name) {
      case "RawMessageDelivery" -> raw(subscription, value);
      case FILTER, SCOPE -> filter(changed);
      case "DeliveryPolicy" -> {
        if (!value.isEmpty()) {
          DeliveryPolicy.checkSubscription(value);
        }
        if (!subscription.protocol().startsWith("http")) {
          throw Refusals.invalid(
              "DeliveryPolicy Reason: Delivery policies are for HTTP and HTTPS endpoints");
        }
      }
      case "RedrivePolicy" -> {
        if (!value.isEmpty()) {
          redrive(subscription, value);
        }
      }
      case "SubscriptionRoleArn" ->
          throw Refusals.invalid(
              "SubscriptionRoleArn Reason: It is for Firehose, which Hearth does not have");
      case "ReplayPolicy" ->
          throw Refusals.invalid("ReplayPolicy Reason: Hearth keeps no archive of messages");
      default -> throw Refusals.invalid("AttributeName");
    }
    return changed;
  }

  /// Sets all that a request brings; the scope first, for the filter depends on it.
  static Subscription setAll(Subscription subscription, Map<String, String> attributes) {
    var changed = subscription;
    var scope = attributes.get(SCOPE);
    if (scope != null) {
      changed = set(changed, SCOPE, scope);
    }
    for (var entry : attributes.entrySet()) {
      if (!entry.getKey().equals(SCOPE)) {
        changed = set(changed, entry.getKey(), entry.getValue());
      }
    }
    return changed;
  }

  /// An empty filter wants every message, and so is none.
  private static boolean isNone(String name, String value) {
    try {
      return name.equals(FILTER)
          && !value.isEmpty()
          && JSON.readTree(value).isObject()
          && JSON.readTree(value).isEmpty();
    } catch (JsonProcessingException _) {
      return false; // told elsewhere
    }
  }

  private static void raw(Subscription subscription, String value) {
    if (!value.equals("true") && !value.equals("false")) {
      throw Refusals.invalid(
          "Attributes Reason: RawMessageDelivery: Invalid value [%s]. Must be true or false."
              .formatted(value));
    }
    if (value.equals("true") && !RAW_PROTOCOLS.contains(subscription.protocol())) {
      throw Refusals.invalid(
          "Attributes Reason: RawMessageDelivery: Delivery protocol [%s] does not support raw"
                  .formatted(subscription.protocol())
              + " message delivery.");
    }
  }

  private static void filter(Subscription changed) {
    var scope = changed.attributes().get(SCOPE);
    if (scope != null
        && !scope.equals(FilterPolicy.ATTRIBUTES)
        && !scope.equals(FilterPolicy.BODY)) {
      throw Refusals.invalid(
          "FilterPolicyScope: Invalid value [%s]. Please use either MessageBody or".formatted(scope)
              + " MessageAttributes");
    }
    var policy = changed.attributes().get(FILTER);
    if (policy != null) {
      FilterPolicy.check(policy, scope);
    }
  }

  private static void redrive(Subscription subscription, String value) {
    var queue = DeadLetters.queue(value).filter(arn -> arn.service().equals("sqs"));
    if (queue.isEmpty()) {
      throw Refusals.invalid("RedrivePolicy: deadLetterTargetArn is an invalid arn");
    }
    var topic = subscription.arn().topic();
    if (!queue.get().region().equals(topic.region().name())
        || !queue.get().account().equals(subscription.owner().digits())) {
      throw Refusals.invalid(
          "RedrivePolicy: must use the same region and account as the subscription");
    }
    if (isFifoQueue(queue.get()) != endpointIsFifo(subscription)) {
      throw Refusals.invalid(
          endpointIsFifo(subscription)
              ? "RedrivePolicy: must use a FIFO queue as DLQ for a FIFO Subscription to a FIFO"
                  + " Topic."
              : "RedrivePolicy: must use a standard queue as DLQ");
    }
  }

  private static boolean endpointIsFifo(Subscription subscription) {
    return subscription.protocol().equals("sqs") && subscription.endpoint().endsWith(".fifo");
  }

  private static boolean isFifoQueue(Arn queue) {
    return queue.resource().endsWith(".fifo");
  }

  /// All of a subscription, as SNS shows it.
  ///
  /// @param topicDelivery the delivery policy of its topic; null for none
  static Map<String, String> show(Subscription subscription, @Nullable String topicDelivery) {
    var shown = new LinkedHashMap<>(subscription.attributes());
    shown.put("SubscriptionArn", subscription.arn().toString());
    shown.put("TopicArn", subscription.arn().topic().toString());
    shown.put("Owner", subscription.owner().digits());
    shown.put("Protocol", subscription.protocol());
    shown.put("Endpoint", Endpoints.shown(subscription.endpoint()));
    shown.put("PendingConfirmation", Boolean.toString(!subscription.isConfirmed()));
    shown.put("ConfirmationWasAuthenticated", Boolean.toString(subscription.authenticated()));
    shown.put("SubscriptionPrincipal", "arn:aws:iam::" + subscription.owner() + ":root");
    shown.putIfAbsent("RawMessageDelivery", "false");
    if (shown.containsKey(FILTER)) {
      shown.putIfAbsent(SCOPE, FilterPolicy.ATTRIBUTES);
    }
    if (subscription.protocol().startsWith("http")) {
      shown.put(
          "EffectiveDeliveryPolicy",
          DeliveryPolicy.effective(topicDelivery, subscription.attributes().get("DeliveryPolicy"))
              .forSubscription());
    }
    return shown;
  }
}
