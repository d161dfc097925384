package dev.hearth.messaging.topics.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.messaging.sealing.KeyUser;
import dev.hearth.messaging.topics.QueueSender;
import dev.hearth.messaging.topics.Refusals;
import dev.hearth.messaging.topics.TopicArn;
import dev.hearth.messaging.topics.store.DeduplicationTable.Taken;
import dev.hearth.messaging.topics.store.Topic;
import dev.hearth.messaging.topics.store.TopicCache.Remembered;
import dev.hearth.messaging.topics.store.TopicStore;
import dev.hearth.messaging.topics.store.TopicTables;
import dev.hearth.store.Database.Isolation;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Takes messages in: one transaction puts them into every subscribed queue and the outbox, and
/// queues them for all other endpoints. When it is committed, none of it can be lost.
public final class Publisher {
  private static final Duration DEDUPLICATION = Duration.ofMinutes(5);

  /// FIFO topics that are published to at once; more of them share turns.
  private static final int TURNS = 64;

  private final TopicStore store;
  private final Deliveries deliveries;
  private final Planner planner;
  private final TopicKeys keys;
  private final Supplier<String> messageIds;
  private final InstantSource clock;
  private final Lock[] turns =
      Stream.generate(ReentrantLock::new).limit(TURNS).toArray(Lock[]::new);

  /// All of these are of one database.
  ///
  /// @param messageIds UUIDs
  public Publisher(
      TopicStore store,
      Deliveries deliveries,
      Planner planner,
      TopicKeys keys,
      Supplier<String> messageIds,
      InstantSource clock) {
    this.store = store;
    this.deliveries = deliveries;
    this.planner = planner;
    this.keys = keys;
    this.messageIds = messageIds;
    this.clock = clock;
  }

  /// What a publisher is told.
  ///
  /// @param sequence of a FIFO topic's message, 20 digits; null for others
  public record Accepted(String messageId, @Nullable String sequence) {}

  /// Takes messages in, in this order; they are durable when this returns.
  ///
  /// @param user in whose name the topic's key is used
  /// @throws dev.hearth.kernel.ServiceException `NotFound` where the topic is not there;
  ///   `InvalidParameter` for what a FIFO topic wants and the messages lack; `KMSAccessDenied` and
  ///   the like where `user` may not use the topic's key
  public List<Accepted> publish(TopicArn arn, List<Draft> drafts, KeyUser user) {
    var found = store.cache().find(arn).orElseThrow(Refusals::topicNotFound);
    var key = keys.sealing(found.topic(), user);
    var plans = new ArrayList<Plan>(drafts.size());
    for (var draft : drafts) {
      var identified = identified(found.topic(), draft);
      var message = new Message(arn, messageIds.get(), clock.instant(), identified, key);
      plans.add(planner.plan(found, message));
    }
    var accepted = commit(found, plans);
    wake(plans);
    return accepted;
  }

  /// Returns when the topic can take the message.
  ///
  /// @throws dev.hearth.kernel.ServiceException as [#publish]
  public void check(TopicArn arn, Draft draft) {
    var found = store.cache().find(arn).orElseThrow(Refusals::topicNotFound);
    var _ = identified(found.topic(), draft);
  }

  /// The draft with all that a FIFO topic needs.
  private static Draft identified(Topic topic, Draft draft) {
    if (!topic.arn().isFifo()) {
      if (draft.deduplicationId() != null) {
        throw Refusals.invalid(
            "MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter"
                + " that is not valid for this topic type");
      }
      return draft;
    }
    if (draft.group() == null) {
      throw Refusals.invalid("The MessageGroupId parameter is required for FIFO topics");
    }
    if (draft.deduplicationId() != null) {
      return draft;
    }
    if (!topic.is("ContentBasedDeduplication")) {
      throw Refusals.invalid(
          "The topic should either have ContentBasedDeduplication enabled or"
              + " MessageDeduplicationId provided explicitly");
    }
    return new Draft(
        draft.subject(),
        draft.bodies(),
        draft.attributes(),
        draft.group(),
        sha256(draft.body(Draft.DEFAULT)),
        draft.traceId());
  }

  private static String sha256(String body) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(body.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private List<Accepted> commit(Remembered found, List<Plan> plans) {
    if (!found.topic().arn().isFifo()) {
      return commit(found, plans, Isolation.READ_COMMITTED); // all is inserts
    }
    // A FIFO topic counts its messages, so its transactions collide: here each waits for its turn,
    // and only another node's are tried again.
    var turn = turns[Math.floorMod(found.topic().arn().hashCode(), turns.length)];
    turn.lock();
    try {
      return commit(found, plans, Isolation.SERIALIZABLE);
    } finally {
      turn.unlock();
    }
  }

  private List<Accepted> commit(Remembered found, List<Plan> plans, Isolation isolation) {
    var accepted = new ArrayList<Accepted>(plans.size());
    store.append(
        isolation,
        tables -> {
          accepted.clear(); // it may run again
          for (var plan : plans) {
            accepted.add(take(found.topic(), tables, plan));
          }
        });
    return accepted;
  }

  private Accepted take(Topic topic, TopicTables tables, Plan plan) {
    var message = plan.message();
    var deduplicationId = message.draft().deduplicationId();
    if (!topic.arn().isFifo() || deduplicationId == null) {
      planner.perform(tables, plan, OptionalLong.empty());
      return new Accepted(message.id(), null);
    }
    var group = String.valueOf(message.draft().group());
    var scope = topic.attribute("FifoThroughputScope", "Topic").equals("MessageGroup") ? group : "";
    var known = tables.deduplication();
    var before = known.find(topic.arn(), scope, deduplicationId, message.published());
    if (before.isPresent()) {
      return new Accepted(before.get().messageId(), sequence(before.get().sequence()));
    }
    var number = tables.nextSequence(topic.arn());
    if (number.isEmpty()) {
      throw Refusals.topicNotFound();
    }
    known.put(
        topic.arn(),
        scope,
        deduplicationId,
        new Taken(message.id(), number.getAsLong()),
        message.published().plus(DEDUPLICATION));
    planner.perform(tables, plan, number);
    return new Accepted(message.id(), sequence(number.getAsLong()));
  }

  /// As SNS writes them: 20 digits, growing.
  static String sequence(long number) {
    return "1%019d".formatted(number);
  }

  private void wake(List<Plan> plans) {
    boolean delivered = false;
    for (var plan : plans) {
      for (var step : plan.steps()) {
        step.queue().ifPresent(QueueSender.Target::wake);
        step.deadLetters().ifPresent(DeadLetters.Target::wake);
        delivered |= step.isDelivery();
      }
    }
    if (delivered) {
      deliveries.wake();
    }
  }
}
