package dev.hearth.messaging.topics.delivery;

import dev.hearth.kernel.Arn;
import dev.hearth.messaging.topics.QueueSender;
import dev.hearth.messaging.topics.QueueSender.QueueMessage;
import dev.hearth.messaging.topics.QueueSender.Target;
import dev.hearth.messaging.topics.ServiceAccess;
import dev.hearth.messaging.topics.store.Subscription;
import dev.hearth.messaging.topics.store.Topic;
import dev.hearth.messaging.topics.store.TopicTables;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Asks endpoints whether they want their subscriptions.
public final class Confirmations {
  private final QueueSender queues;
  private final ServiceAccess access;
  private final Deliveries deliveries;
  private final Outbox outbox;
  private final Links links;
  private final Supplier<String> messageIds;
  private final InstantSource clock;

  /// @param messageIds UUIDs
  public Confirmations(
      QueueSender queues,
      ServiceAccess access,
      Deliveries deliveries,
      Outbox outbox,
      Links links,
      Supplier<String> messageIds,
      InstantSource clock) {
    this.queues = queues;
    this.access = access;
    this.deliveries = deliveries;
    this.outbox = outbox;
    this.links = links;
    this.messageIds = messageIds;
    this.clock = clock;
  }

  /// Asks to confirm a subscription, as part of the caller's transaction; [#wake] follows it.
  ///
  /// @param queue the endpoint, where that is a queue
  public void subscribe(
      TopicTables tables, Topic topic, Subscription subscription, Optional<Target> queue) {
    ask(tables, topic, subscription, queue, Kind.SUBSCRIBE);
  }

  /// Tells of a subscription's end, as part of the caller's transaction; [#wake] follows it.
  public void unsubscribe(TopicTables tables, Topic topic, Subscription subscription) {
    ask(tables, topic, subscription, Optional.empty(), Kind.UNSUBSCRIBE);
  }

  private void ask(
      TopicTables tables,
      Topic topic,
      Subscription subscription,
      Optional<Target> queue,
      Kind kind) {
    var id = messageIds.get();
    if (subscription.protocol().startsWith("email")) {
      outbox.ask(tables, kind, subscription, id, clock.instant());
      return;
    }
    var version = topic.attribute("SignatureVersion", "1");
    var body = Confirmation.json(kind, subscription, id, clock.instant(), links, version);
    if (subscription.protocol().equals("sqs")) {
      queue.ifPresent(
          target -> target.send(tables.sql(), new QueueMessage(body, Map.of(), id, id, null)));
    } else {
      deliveries.add(
          tables.sql(),
          new Parcel(subscription.arn().toString(), kind, id, false, body, null, null));
    }
  }

  /// The endpoint, where that is a queue that lets topics send to it.
  public Optional<Target> queue(Subscription subscription) {
    if (!subscription.protocol().equals("sqs")) {
      return Optional.empty();
    }
    var arn = Arn.parse(subscription.endpoint()).orElseThrow();
    return access.may("sqs:SendMessage", arn, subscription.arn().topic())
        ? queues.find(arn, subscription.arn().topic())
        : Optional.empty();
  }

  /// To be called when the transaction is committed.
  public void wake(Subscription subscription) {
    queue(subscription).ifPresent(Target::wake);
    deliveries.wake();
  }
}
