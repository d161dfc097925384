package dev.hearth.messaging.topics.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.kernel.AccountId;
import dev.hearth.messaging.topics.PlatformArn;
import dev.hearth.messaging.topics.SubscriptionArn;
import dev.hearth.messaging.topics.TestTopics;
import dev.hearth.messaging.topics.TopicArn;
import dev.hearth.messaging.topics.store.DeduplicationTable.Taken;
import dev.hearth.messaging.topics.store.PlatformTable.Platform;
import dev.hearth.messaging.topics.store.Subscription.State;
import dev.hearth.store.Database;
import dev.hearth.store.Database.Isolation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What both engines must do.
abstract class TopicStoreContract {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final TopicArn TOPIC =
      new TopicArn(TestTopics.ACCOUNT, TestTopics.REGION, "t.fifo");

  private Database database;
  private TopicStore store;

  abstract Database open();

  @BeforeEach
  void begin() {
    database = open();
    store = new TopicStore(database);
    store.write(
        tables -> {
          tables.insert(new Topic(TOPIC, Map.of("DisplayName", "ä"), Map.of("k", "v")));
          return null;
        });
  }

  @AfterEach
  void end() {
    database.close();
  }

  private <T> Optional<T> one(Function<TopicTables, Optional<T>> work) {
    return store.read(work);
  }

  private <T> List<T> many(Function<TopicTables, List<T>> work) {
    return store.read(work);
  }

  private int changed(ToIntFunction<TopicTables> work) {
    return store.write(work::applyAsInt);
  }

  private static Subscription subscription(int number, State state) {
    var id = "00000000-0000-0000-0000-%012d".formatted(number);
    return new Subscription(
        new SubscriptionArn(TOPIC, id),
        TestTopics.ACCOUNT,
        "sqs",
        "arn:aws:sqs:us-east-1:123456789012:q" + number,
        state,
        "token" + number,
        NOW,
        true,
        false,
        Map.of("RawMessageDelivery", "true"));
  }

  private void put(Subscription subscription) {
    store.change(
        TOPIC,
        tables -> {
          tables.subscriptions().put(subscription);
          return null;
        });
  }

  @Test
  void whatIsWrittenIsRead() {
    var subscription = subscription(1, State.CONFIRMED);
    put(subscription);

    var found = store.read(tables -> tables.find(TOPIC)).orElseThrow();
    assertThat(found.attributes()).containsExactly(Map.entry("DisplayName", "ä"));
    assertThat(found.tags()).containsExactly(Map.entry("k", "v"));
    assertThat(one(tables -> tables.subscriptions().find(subscription.arn())))
        .hasValue(subscription);
    assertThat(one(tables -> tables.subscriptions().find(TOPIC, "sqs", subscription.endpoint())))
        .hasValue(subscription);
    assertThat(one(tables -> tables.subscriptions().withToken(TOPIC, "token1")))
        .hasValue(subscription);
  }

  @Test
  void whoeverPublishesSeesAChangeAtOnce() {
    assertThat(store.cache().find(TOPIC).orElseThrow().subscribers()).isEmpty();
    put(subscription(1, State.CONFIRMED));
    put(subscription(2, State.PENDING));
    assertThat(store.cache().find(TOPIC).orElseThrow().subscribers()).hasSize(1);

    store.change(
        TOPIC,
        tables -> {
          tables.delete(TOPIC);
          return null;
        });
    assertThat(store.cache().find(TOPIC)).isEmpty();
    var counts = store.read(tables -> tables.subscriptions().counts(TOPIC));
    assertThat(counts).isEmpty();
  }

  @Test
  void listsGoOnWhereTheyEnded() {
    for (int i = 1; i <= 5; i++) {
      put(subscription(i, i == 3 ? State.DELETED : State.CONFIRMED));
    }
    var first = store.read(tables -> tables.subscriptions().list(TOPIC, "", 2));
    var rest =
        store.read(tables -> tables.subscriptions().list(TOPIC, first.getLast().arn().id(), 9));
    assertThat(rest).extracting(Subscription::token).containsExactly("token4", "token5");
    var own =
        store.read(
            tables ->
                tables
                    .subscriptions()
                    .list(
                        TestTopics.ACCOUNT,
                        TestTopics.REGION,
                        TestTopics.ACCOUNT.digits(),
                        TOPIC.name(),
                        rest.getFirst().arn().id(),
                        9));
    assertThat(own).extracting(Subscription::token).containsExactly("token5");
    assertThat(many(tables -> tables.list(TestTopics.ACCOUNT, TestTopics.REGION, "t.fifo", 9)))
        .isEmpty();
  }

  @Test
  void aFifoTopicCountsEachMessageOnceWhoeverPublishes() throws Exception {
    var tasks = new ArrayList<Callable<Long>>();
    for (int i = 0; i < 40; i++) {
      tasks.add(
          () ->
              database.write(
                  Isolation.SERIALIZABLE,
                  sql -> new TopicTables(sql).nextSequence(TOPIC).orElseThrow()));
    }
    var numbers = new TreeSet<Long>();
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (var each : threads.invokeAll(tasks)) {
        numbers.add(each.get());
      }
    }
    assertThat(numbers).hasSize(40).startsWith(1L).endsWith(40L);
    var gone = new TopicArn(TestTopics.ACCOUNT, TestTopics.REGION, "gone.fifo");
    var none = store.write(tables -> tables.nextSequence(gone));
    assertThat(none).isEmpty();
  }

  @Test
  void aDuplicateIsKnownUntilItIsForgotten() {
    var until = NOW.plusSeconds(300);
    store.write(
        tables -> {
          tables.deduplication().put(TOPIC, "", "d", new Taken("m", 7), until);
          return null;
        });
    assertThat(one(tables -> tables.deduplication().find(TOPIC, "", "d", NOW)))
        .hasValue(new Taken("m", 7));
    assertThat(one(tables -> tables.deduplication().find(TOPIC, "g", "d", NOW))).isEmpty();
    assertThat(one(tables -> tables.deduplication().find(TOPIC, "", "d", until))).isEmpty();
    assertThat(changed(tables -> tables.deduplication().forget(NOW))).isZero();
    assertThat(changed(tables -> tables.deduplication().forget(until))).isOne();
  }

  @Test
  void theOutboxListsTheLatestFirstForItsOwnerOnly() {
    for (int i = 0; i < 3; i++) {
      var entry =
          new OutboxEntry(
              0,
              TestTopics.ACCOUNT,
              NOW.plusSeconds(i),
              "sms",
              "+1" + i % 2,
              "",
              "m" + i,
              "",
              "b",
              null);
      store.write(
          tables -> {
            tables.outbox().add(entry);
            return null;
          });
    }
    assertThat(ids(TestTopics.ACCOUNT, "")).containsExactly("m2", "m1", "m0");
    assertThat(ids(TestTopics.ACCOUNT, "+11")).containsExactly("m1");
    assertThat(ids(TestTopics.OTHER, "")).isEmpty();
    assertThat(changed(tables -> tables.outbox().forget(NOW.plusSeconds(2), 2))).isEqualTo(2);
    assertThat(ids(TestTopics.ACCOUNT, "")).containsExactly("m2");
  }

  private List<String> ids(AccountId account, String to) {
    return store.read(tables -> tables.outbox().list(account, to, Long.MAX_VALUE, 9)).stream()
        .map(OutboxEntry::messageId)
        .toList();
  }

  @Test
  void applicationsHaveTheirDevices() {
    var application = new PlatformArn(TestTopics.ACCOUNT, TestTopics.REGION, "GCM", "a", "");
    var device = new PlatformArn(TestTopics.ACCOUNT, TestTopics.REGION, "GCM", "a", "1");
    store.write(
        tables -> {
          tables.platforms().put(new Platform(application, Map.of("Enabled", "true")));
          tables.platforms().put(new Platform(device, Map.of("Token", "t")));
          tables.platforms().putSms(TestTopics.ACCOUNT, TestTopics.REGION, Map.of("a", "1"));
          tables.platforms().putSms(TestTopics.ACCOUNT, TestTopics.REGION, Map.of("a", "2"));
          return null;
        });
    assertThat(one(tables -> tables.platforms().withToken(application, "t")))
        .hasValue(new Platform(device, Map.of("Token", "t")));
    assertThat(
            many(
                tables ->
                    tables
                        .platforms()
                        .applications(TestTopics.ACCOUNT, TestTopics.REGION, "", "", 9)))
        .hasSize(1);
    var sms = store.read(tables -> tables.platforms().sms(TestTopics.ACCOUNT, TestTopics.REGION));
    assertThat(sms).containsExactly(Map.entry("a", "2"));
    store.write(
        tables -> {
          tables.platforms().deleteApplication(application);
          return null;
        });
    assertThat(one(tables -> tables.platforms().find(device))).isEmpty();
  }

  @Test
  void whatWasNeverConfirmedIsForgotten() {
    put(subscription(1, State.PENDING));
    put(subscription(2, State.CONFIRMED));
    put(subscription(3, State.DELETED));

    assertThat(changed(tables -> tables.subscriptions().forget(NOW))).isZero();
    assertThat(changed(tables -> tables.subscriptions().forget(NOW.plusMillis(1)))).isEqualTo(2);
    assertThat(many(tables -> tables.subscriptions().list(TOPIC, "", 9))).hasSize(1);
  }
}
