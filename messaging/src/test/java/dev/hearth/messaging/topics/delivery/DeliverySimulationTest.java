package dev.hearth.messaging.topics.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.invocation.async.Receipt;
import dev.hearth.messaging.topics.KeptQueues;
import dev.hearth.messaging.topics.ServiceAccess;
import dev.hearth.messaging.topics.SteppedClock;
import dev.hearth.messaging.topics.SubscriptionArn;
import dev.hearth.messaging.topics.TestTopics;
import dev.hearth.messaging.topics.TopicArn;
import dev.hearth.messaging.topics.store.Subscription;
import dev.hearth.messaging.topics.store.Subscription.State;
import dev.hearth.messaging.topics.store.Topic;
import dev.hearth.messaging.topics.store.TopicStore;
import dev.hearth.store.Database;
import dev.hearth.store.Databases;
import dev.hearth.store.MemoryFolder;
import dev.hearth.store.WorkQueue;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Endpoints that fail by chance and a process that dies by chance, replayed by seed.
class DeliverySimulationTest {
  private static final int MESSAGES = 40;
  private static final TopicArn TOPIC = new TopicArn(TestTopics.ACCOUNT, TestTopics.REGION, "t");

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private final SteppedClock clock = new SteppedClock();
  private final KeptQueues queues = new KeptQueues();
  private final Map<String, List<Receipt>> tried = new HashMap<>();
  private final String graveyard = queues.make("dead");

  /// What a process that dies in the middle of a delivery leaves: an attempt without an end.
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final class Moody implements Endpoint {
    private final Random random;

    Moody(Random random) {
      this.random = random;
    }

    @Override
    public Receipt send(Subscription subscription, Parcel parcel, DeliveryPolicy policy) {
      var answer =
          switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> new Receipt.Delivered();
            case 4 -> new Receipt.Refused("403");
            default -> new Receipt.Unavailable("500");
          };
      tried.computeIfAbsent(parcel.messageId(), _ -> new ArrayList<>()).add(answer);
      if (random.nextInt(8) == 0) {
        throw new Killed();
      }
      return answer;
    }

    @Override
    public RetryPhases retries(DeliveryPolicy policy) {
      return policy.retries();
    }
  }

  private Deliveries open(Database database, TopicStore store, Random random) {
    var access =
        new ServiceAccess(
            (_, _) -> {},
            URI.create("http://127.0.0.1"),
            () -> UUID.randomUUID().toString(),
            clock);
    return new Deliveries(
        new WorkQueue(database, "topic-deliveries", clock),
        store,
        Map.of("http", new Moody(random)),
        new DeadLetters(queues, access),
        new TopicKeys(clock),
        clock,
        random::nextDouble);
  }

  private void subscribe(TopicStore store) {
    store.change(
        TOPIC,
        tables -> {
          tables.insert(new Topic(TOPIC, Map.of(), Map.of()));
          tables
              .subscriptions()
              .put(
                  new Subscription(
                      new SubscriptionArn(TOPIC, "11111111-2222-3333-4444-555555555555"),
                      TestTopics.ACCOUNT,
                      "http",
                      "http://example.org/",
                      State.CONFIRMED,
                      "",
                      Instant.EPOCH,
                      false,
                      false,
                      Map.of("RedrivePolicy", "{\"deadLetterTargetArn\":\"" + graveyard + "\"}")));
          return null;
        });
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyMessageIsDeliveredOrBuriedWhateverFailsAndWheneverItDies(long seed) {
    var random = new Random(seed);
    try (var database =
        Databases.sqlite(folder.resolve("m.db"), WorkQueue.SCHEMA, TopicStore.SCHEMA)) {
      var store = new TopicStore(database);
      subscribe(store);
      var deliveries = open(database, store, random);
      var first = deliveries;
      database.write(
          sql -> {
            for (int i = 0; i < MESSAGES; i++) {
              first.add(
                  sql,
                  new Parcel(
                      TOPIC + ":11111111-2222-3333-4444-555555555555",
                      Kind.NOTIFICATION,
                      "m" + i,
                      false,
                      "body " + i,
                      null,
                      null));
            }
            return null;
          });
      var queue = new WorkQueue(database, "topic-deliveries", clock);
      for (int step = 0; step < 2_000 && total(queue) > 0; step++) {
        try {
          deliveries.runDue();
        } catch (Killed _) {
          deliveries = open(database, store, random); // and its leases expire in time
        }
        clock.step(Duration.ofSeconds(5));
      }

      assertThat(total(queue)).isZero();
      var buried = new ArrayList<>(queues.bodies(graveyard));
      assertThat(buried).doesNotHaveDuplicates();
      for (int i = 0; i < MESSAGES; i++) {
        var answers = tried.getOrDefault("m" + i, List.of());
        boolean delivered = answers.contains(new Receipt.Delivered());
        assertThat(delivered || buried.contains("body " + i)).as("m%d: %s", i, answers).isTrue();
        if (!delivered) {
          assertThat(answers.getLast()).isNotEqualTo(new Receipt.Delivered());
        }
      }
    }
  }

  private static long total(WorkQueue queue) {
    var counts = queue.counts();
    return counts.waiting() + counts.delayed() + counts.leased();
  }
}
