package dev.hearth.messaging.topics.delivery;

import dev.hearth.kernel.Arn;
import dev.hearth.messaging.topics.MessageAttribute;
import dev.hearth.messaging.topics.PlatformArn;
import dev.hearth.messaging.topics.QueueSender;
import dev.hearth.messaging.topics.QueueSender.QueueMessage;
import dev.hearth.messaging.topics.ServiceAccess;
import dev.hearth.messaging.topics.delivery.DeadLetters.Letter;
import dev.hearth.messaging.topics.delivery.Plan.Step;
import dev.hearth.messaging.topics.store.Subscription;
import dev.hearth.messaging.topics.store.TopicCache.Remembered;
import dev.hearth.messaging.topics.store.TopicTables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Decides what each subscription gets of a message, and does it in the publisher's transaction.
public final class Planner {
  /// More attributes than these do not fit into a queue's message.
  private static final int MOST_RAW_ATTRIBUTES = 10;

  private final QueueSender queues;
  private final ServiceAccess access;
  private final Deliveries deliveries;
  private final DeadLetters deadLetters;
  private final Outbox outbox;
  private final Links links;

  public Planner(
      QueueSender queues,
      ServiceAccess access,
      Deliveries deliveries,
      DeadLetters deadLetters,
      Outbox outbox,
      Links links) {
    this.queues = queues;
    this.access = access;
    this.deliveries = deliveries;
    this.deadLetters = deadLetters;
    this.outbox = outbox;
    this.links = links;
  }

  Plan plan(Remembered found, Message message) {
    var steps = new ArrayList<Step>(found.subscribers().size());
    var notifications = new HashMap<String, Notification>(); // one for each body, signed once
    var version = found.topic().attribute("SignatureVersion", "1");
    var draft = message.draft();
    for (var subscriber : found.subscribers()) {
      var subscription = subscriber.subscription();
      var body = draft.body(key(subscription));
      if (subscriber.filter() == null || subscriber.filter().accepts(body, draft.attributes())) {
        var notification =
            subscription.isRaw()
                ? null
                : notifications.computeIfAbsent(
                    body, text -> new Notification(message, text, links, version));
        if (notification != null && isSigned(subscription.protocol())) {
          notification.sign(); // it takes a millisecond: not within the transaction
        }
        steps.add(step(subscription, message, notification, body));
      }
    }
    return new Plan(message, steps);
  }

  private static boolean isSigned(String protocol) {
    return switch (protocol) {
      case "sqs", "lambda", "http", "https", "email-json" -> true;
      default -> false;
    };
  }

  /// The key of a structured message's body.
  private static String key(Subscription subscription) {
    return subscription.protocol().equals("application")
        ? PlatformArn.find(subscription.endpoint()).map(PlatformArn::platform).orElse("")
        : subscription.protocol();
  }

  private Step step(
      Subscription subscription,
      Message message,
      @Nullable Notification notification,
      String body) {
    if (!subscription.protocol().equals("sqs")) {
      return new Step(subscription, notification, body, Optional.empty(), "", Optional.empty());
    }
    var arn = Arn.parse(subscription.endpoint()).orElseThrow();
    var queue = queues.find(arn, subscription.arn().topic());
    var refusal = queue.isEmpty() ? arn + " is not there" : refusal(subscription, arn, message);
    return new Step(
        subscription, notification, body, queue, refusal, deadLetters.target(subscription));
  }

  private String refusal(Subscription subscription, Arn queue, Message message) {
    if (subscription.isRaw() && message.draft().attributes().size() > MOST_RAW_ATTRIBUTES) {
      return "A queue takes a raw message with at most 10 attributes";
    }
    return access.may("sqs:SendMessage", queue, message.topic())
        ? ""
        : "The policy of " + queue + " does not let sns.amazonaws.com send to it";
  }

  /// Does what was planned, as part of the publisher's transaction.
  ///
  /// @param sequence of a FIFO topic's message
  void perform(TopicTables tables, Plan plan, OptionalLong sequence) {
    for (var step : plan.steps()) {
      var subscription = step.subscription();
      switch (subscription.protocol()) {
        case "sqs" -> send(tables, plan.message(), step, sequence);
        case "lambda", "http", "https" ->
            deliveries.add(tables.sql(), parcel(plan.message(), step));
        default ->
            outbox.notify(tables, plan.message(), subscription, step.body(), step.notification());
      }
    }
  }

  private void send(TopicTables tables, Message message, Step step, OptionalLong sequence) {
    var subscription = step.subscription();
    var draft = message.draft();
    var notification = step.notification();
    var body = notification == null ? step.body() : notification.json(subscription, sequence);
    Map<String, MessageAttribute> attributes = notification == null ? draft.attributes() : Map.of();
    boolean ordered = subscription.endpoint().endsWith(".fifo");
    var deduplicationId = ordered ? draft.deduplicationId() : null;
    boolean sent =
        step.refusal().isEmpty()
            && step.queue()
                .orElseThrow()
                .send(
                    tables.sql(),
                    new QueueMessage(
                        body, attributes, draft.group(), deduplicationId, draft.traceId()));
    if (!sent) {
      deadLetters.keep(
          tables.sql(),
          subscription,
          step.deadLetters(),
          new Letter(message.id(), body, Map.of(), draft.group(), deduplicationId(step, draft)),
          400,
          step.refusal().isEmpty() ? "The queue takes no such message" : step.refusal());
    }
  }

  private static @Nullable String deduplicationId(Step step, Draft draft) {
    return step.deadLetters()
            .filter(target -> target.arn().resource().endsWith(".fifo"))
            .isPresent()
        ? draft.deduplicationId()
        : null;
  }

  private static Parcel parcel(Message message, Step step) {
    var subscription = step.subscription();
    var notification = step.notification();
    var body =
        notification == null
            ? step.body()
            : subscription.protocol().equals("lambda")
                ? notification.lambdaEvent(subscription)
                : notification.json(subscription, OptionalLong.empty());
    var parcel =
        new Parcel(
            subscription.arn().toString(),
            Kind.NOTIFICATION,
            message.id(),
            notification == null,
            body,
            message.draft().traceId(),
            null);
    return message.key() == null ? parcel : parcel.sealedBy(message.key());
  }
}
