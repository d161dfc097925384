package dev.hearth.messaging.topics.delivery;

import dev.hearth.invocation.async.Receipt;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.topics.SubscriptionArn;
import dev.hearth.messaging.topics.delivery.DeadLetters.Letter;
import dev.hearth.messaging.topics.store.Subscription;
import dev.hearth.messaging.topics.store.Subscription.State;
import dev.hearth.messaging.topics.store.TopicStore;
import dev.hearth.store.QueueWorker;
import dev.hearth.store.WorkQueue;
import dev.hearth.store.WorkQueue.Lease;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.jdbi.v3.core.Handle;

/// What is on its way to endpoints that are not in messaging's own database: queued in the
/// transaction that publishes it, and sent until it is taken, refused, or tried often enough.
///
/// Each subscription is a lane of the queue, so that one with a long backlog does not delay the
/// others; and [Turns] keeps one that is slow from taking every thread.
public final class Deliveries implements AutoCloseable {
  /// Bounds the memory that messages take: they are two megabytes at most, in JSON.
  private static final int MOST_AT_ONCE = 64;

  /// Part of a delay by which it is lengthened at most, so that what failed together is not tried
  /// again together.
  private static final double JITTER = 0.1;

  /// How long what cannot be opened waits.
  private static final Duration UNTIL_KEY = Duration.ofMinutes(1);

  private final WorkQueue queue;
  private final TopicStore store;
  private final Map<String, Endpoint> endpoints;
  private final DeadLetters deadLetters;
  private final TopicKeys keys;
  private final InstantSource clock;
  private final DoubleSupplier chance;
  private final Turns turns = new Turns();
  private final QueueWorker worker;
  private volatile boolean closing;

  /// @param queue in the store's database
  /// @param endpoints by protocol
  /// @param chance numbers from 0 to 1
  public Deliveries(
      WorkQueue queue,
      TopicStore store,
      Map<String, Endpoint> endpoints,
      DeadLetters deadLetters,
      TopicKeys keys,
      InstantSource clock,
      DoubleSupplier chance) {
    this.queue = queue;
    this.store = store;
    this.endpoints = endpoints;
    this.deadLetters = deadLetters;
    this.keys = keys;
    this.clock = clock;
    this.chance = chance;
    worker = new QueueWorker(queue, "topic-delivery", MOST_AT_ONCE, this::deliver);
  }

  /// Queues what an endpoint shall get, as part of the caller's transaction.
  void add(Handle sql, Parcel parcel) {
    queue.enqueue(sql, parcel.subscription(), parcel.encode(), clock.instant());
  }

  void wake() {
    queue.announce();
  }

  /// Begins to send what was published, now and before the last stop.
  ///
  /// @param alone whether no other process uses the database
  public void start(boolean alone) {
    worker.start(alone);
  }

  /// Sends what is due now, on this thread.
  ///
  /// @return how much that was
  int runDue() {
    return worker.runDue();
  }

  /// Keeps what is being sent from being handed out again; to be called well within a minute.
  public void extendLeases() {
    worker.extendLeases();
  }

  /// Forgets what it remembers of subscriptions that are quiet; to be called now and then.
  public void sweep() {
    turns.sweep(clock.instant());
  }

  private void deliver(Lease lease) {
    var parcel = Parcel.decode(lease.payload());
    var subscription = find(parcel);
    if (subscription.isEmpty()) {
      queue.complete(lease); // nobody wants it any more
      return;
    }
    var policy = policy(subscription.get());
    var turn = turns.take(parcel.subscription(), policy.mostPerSecond(), clock.instant());
    if (turn.isPresent()) {
      queue.defer(lease, later(turn.get(), lease));
      return;
    }
    try {
      settle(lease, subscription.get(), parcel.opened(keys), policy);
    } catch (ServiceException refusal) {
      if (!refusal.code().startsWith("KMS")) {
        throw refusal;
      }
      // Its key is disabled, or is to be deleted: that may be taken back, and what is sealed cannot
      // be given up to anybody meanwhile. Where the key is gone it ends with its subscription.
      queue.defer(lease, clock.instant().plus(UNTIL_KEY));
    } finally {
      turns.giveBack(parcel.subscription());
    }
  }

  /// The subscription, where what is sent still makes sense.
  private Optional<Subscription> find(Parcel parcel) {
    var wanted =
        switch (parcel.kind()) {
          case NOTIFICATION -> State.CONFIRMED;
          case SUBSCRIBE -> State.PENDING;
          case UNSUBSCRIBE -> State.DELETED;
        };
    return SubscriptionArn.find(parcel.subscription())
        .flatMap(arn -> store.read(tables -> tables.subscriptions().find(arn)))
        .filter(found -> found.state() == wanted);
  }

  private DeliveryPolicy policy(Subscription subscription) {
    var ofTopic =
        store
            .cache()
            .find(subscription.arn().topic())
            .map(found -> found.topic().attributes().get("DeliveryPolicy"))
            .orElse(null);
    return DeliveryPolicy.effective(ofTopic, subscription.attributes().get("DeliveryPolicy"));
  }

  private void settle(
      Lease lease, Subscription subscription, Parcel parcel, DeliveryPolicy policy) {
    var endpoint = endpoints.get(subscription.protocol());
    if (endpoint == null) {
      fail(lease, subscription, parcel, 400, "Hearth cannot send to " + subscription.protocol());
      return;
    }
    switch (endpoint.send(subscription, parcel, policy)) {
      case Receipt.Delivered() -> queue.complete(lease);
      case Receipt.Refused(var why) -> fail(lease, subscription, parcel, 400, why);
      case Receipt.Unavailable(var why) -> {
        if (closing) {
          return; // it may be us who cut it off: the next start makes the attempt again
        }
        var delay = endpoint.retries(policy).delay(lease.attempts());
        if (delay.isPresent()) {
          queue.retry(lease, clock.instant().plus(lengthened(delay.get())));
        } else {
          fail(lease, subscription, parcel, 500, why);
        }
      }
    }
  }

  private void fail(Lease lease, Subscription subscription, Parcel parcel, int code, String why) {
    var target =
        parcel.kind() == Kind.NOTIFICATION
            ? deadLetters.target(subscription)
            : Optional.<DeadLetters.Target>empty();
    var letter = new Letter(parcel.messageId(), parcel.body(), Map.of(), null, null);
    if (parcel.kind() == Kind.NOTIFICATION) {
      queue.complete(lease, sql -> deadLetters.keep(sql, subscription, target, letter, code, why));
      target.ifPresent(DeadLetters.Target::wake);
    } else {
      queue.complete(lease);
    }
  }

  private Duration lengthened(Duration delay) {
    return delay.plusMillis(Math.round(delay.toMillis() * JITTER * chance.getAsDouble()));
  }

  /// Further away with every time that it had to stand back, so that a backlog does not come back
  /// all at once.
  private Instant later(Instant turn, Lease lease) {
    int before = Math.min(lease.deliveries() - lease.attempts(), 5);
    long most = 250L << before;
    return turn.plusMillis(Math.round(most * chance.getAsDouble()));
  }

  /// Begins nothing more; what is being sent may end within `patience`, and the rest comes back at
  /// the next start.
  public void close(Duration patience) {
    closing = true;
    worker.close(patience);
  }

  @Override
  public void close() {
    close(Duration.ZERO);
  }
}
