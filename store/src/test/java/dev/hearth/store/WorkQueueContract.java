package dev.hearth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.kernel.Payload;
import dev.hearth.store.WorkQueue.Counts;
import dev.hearth.store.WorkQueue.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a work queue must do on every engine.
abstract class WorkQueueContract {
  private static final Duration HOLD = Duration.ofMinutes(1);

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private Database database;
  private WorkQueue queue;

  /// A database with the queue's tables.
  abstract Database open();

  @BeforeEach
  void openIt() {
    database = open();
    queue = new WorkQueue(database, "q", () -> now);
  }

  @AfterEach
  void closeIt() {
    database.close();
  }

  private void enqueue(String lane, String payload) {
    queue.enqueue(lane, Payload.of(payload), now);
  }

  private List<Lease> lease(int most) {
    return queue.lease(most, HOLD, Duration.ZERO);
  }

  private static List<String> payloads(List<Lease> leases) {
    return leases.stream().map(lease -> lease.payload().text()).toList();
  }

  @Test
  void workIsHandedOutOnceAndInOrder() {
    enqueue("f", "1");
    enqueue("f", "2");
    enqueue("f", "3");
    assertThat(payloads(lease(2))).containsExactly("1", "2");
    assertThat(payloads(lease(2))).containsExactly("3");
    assertThat(lease(2)).isEmpty();
  }

  @Test
  void completedWorkIsGone() {
    enqueue("f", "1");
    assertThat(queue.complete(lease(1).getFirst())).isTrue();
    now = now.plus(HOLD).plus(HOLD);
    assertThat(lease(1)).isEmpty();
    assertThat(queue.counts()).isEqualTo(new Counts(0, 0, 0));
  }

  @Test
  void whatIsDoneWithTheLastOfTheWorkIsKeptWithItOrNotAtAll() {
    enqueue("f", "1");
    var lease = lease(1).getFirst();
    assertThatThrownBy(
            () ->
                queue.complete(
                    lease,
                    _ -> {
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");
    assertThat(queue.counts()).isEqualTo(new Counts(0, 0, 1));
    var done = queue.complete(lease, sql -> queue.enqueue(sql, "g", Payload.of("2"), now));
    assertThat(done).isTrue();
    assertThat(payloads(lease(2))).containsExactly("2");
    queue.complete(
        lease,
        _ -> {
          throw new AssertionError("its work is another's, or nobody's");
        });
  }

  @Test
  void aLanesWorkIsListedWhileItWaits() {
    queue.enqueue("f", Payload.of("later"), now.plusSeconds(5));
    enqueue("f", "first");
    enqueue("g", "other");
    lease(1);
    assertThat(queue.list("f", 5, 3))
        .containsExactly(
            new WorkQueue.Waiting(Payload.of("lat"), 0, now, now.plusSeconds(5), false),
            new WorkQueue.Waiting(Payload.of("fir"), 1, now, now.plus(HOLD), true));
    assertThat(queue.list("f", 1, 3)).hasSize(1);
  }

  @Test
  void anExpiredLeaseComesBackAndItsFormerHolderCannotEndIt() {
    enqueue("f", "1");
    var first = lease(1).getFirst();
    now = now.plus(HOLD);
    var second = lease(1).getFirst();
    assertThat(second.attempts()).isEqualTo(2);
    assertThat(second.enqueued()).isEqualTo(first.enqueued());
    assertThat(queue.complete(first)).isFalse();
    assertThat(queue.retry(first, now)).isFalse();
    assertThat(queue.extend(first, HOLD)).isFalse();
    assertThat(queue.complete(second)).isTrue();
  }

  @Test
  void reclaimedWorkIsHandedOutAtOnceAndItsAttemptDoesNotCount() {
    enqueue("f", "1");
    lease(1);
    assertThat(lease(1)).isEmpty();
    assertThat(queue.reclaim()).isOne();
    assertThat(lease(1)).singleElement().satisfies(l -> assertThat(l.attempts()).isOne());
  }

  @Test
  void workOfATransactionIsTakenInOrDoneOnlyIfItCommits() {
    enqueue("f", "1");
    var lease = lease(1).getFirst();
    var failure = new IllegalStateException("undone");
    Database.Work<String> work =
        sql -> {
          queue.complete(sql, lease);
          queue.enqueue(sql, "f", Payload.of("2"), now);
          throw failure;
        };
    assertThatThrownBy(() -> database.write(work)).isSameAs(failure);
    assertThat(queue.counts()).isEqualTo(new Counts(0, 0, 1));

    database.write(
        sql -> {
          queue.enqueue(sql, "f", Payload.of("2"), now);
          return queue.complete(sql, lease);
        });
    assertThat(payloads(lease(2))).containsExactly("2");
  }

  @Test
  void aWorkerDoesWhatIsDueAndEndsWithIt() throws Exception {
    enqueue("f", "1");
    enqueue("g", "2");
    var done = new ConcurrentLinkedQueue<String>();
    var all = new CountDownLatch(2);
    try (var worker =
        new QueueWorker(
            queue,
            "test",
            1,
            lease -> {
              done.add(lease.payload().text());
              queue.complete(lease);
              all.countDown();
            })) {
      worker.start(true);
      assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(done).containsExactlyInAnyOrder("1", "2");
    assertThat(queue.counts()).isEqualTo(new Counts(0, 0, 0));
  }

  @Test
  void anExtendedLeaseLastsLonger() {
    enqueue("f", "1");
    var lease = lease(1).getFirst();
    now = now.plus(HOLD.dividedBy(2));
    assertThat(queue.extend(lease, HOLD)).isTrue();
    now = now.plus(HOLD).minusMillis(1);
    assertThat(lease(1)).isEmpty();
    now = now.plusMillis(1);
    assertThat(lease(1)).hasSize(1);
  }

  @Test
  void workIsNotHandedOutBeforeItsTime() {
    queue.enqueue("f", Payload.of("later"), now.plusSeconds(5));
    assertThat(lease(1)).isEmpty();
    assertThat(queue.counts()).isEqualTo(new Counts(0, 1, 0));
    now = now.plusSeconds(5);
    assertThat(lease(1)).hasSize(1);
  }

  @Test
  void aRetryCountsAsAnAttemptAndADeferralDoesNot() {
    enqueue("f", "1");
    queue.retry(lease(1).getFirst(), now.plusSeconds(1));
    assertThat(lease(1)).isEmpty();
    now = now.plusSeconds(1);
    queue.defer(lease(1).getFirst(), now);
    var third = lease(1).getFirst();
    assertThat(third.attempts()).isEqualTo(2);
    assertThat(third.deliveries()).isEqualTo(3);
  }

  @Test
  void aLongLaneDoesNotDelayTheOthers() {
    for (var i = 0; i < 50; i++) {
      enqueue("long", "l" + i);
    }
    enqueue("a", "a1");
    enqueue("z", "z1");
    assertThat(payloads(lease(9))).contains("a1", "z1").hasSize(9);
  }

  @Test
  void lanesTakeTurnsWhenALeaseCannotServeThemAll() {
    for (var lane : List.of("a", "b", "c")) {
      enqueue(lane, lane);
      enqueue(lane, lane);
    }
    List<String> order = new ArrayList<>();
    for (var i = 0; i < 6; i++) {
      order.addAll(payloads(lease(1)));
    }
    assertThat(order).containsExactly("a", "b", "c", "a", "b", "c");
  }

  @Test
  void queuesOfOneDatabaseDoNotMix() {
    enqueue("f", "1");
    var other = new WorkQueue(database, "other", () -> now);
    assertThat(other.lease(1, HOLD, Duration.ZERO)).isEmpty();
    assertThat(other.counts().waiting()).isZero();
  }

  @Test
  void countsTellWaitingDelayedAndLeasedApart() {
    enqueue("f", "1");
    enqueue("f", "2");
    queue.enqueue("f", Payload.of("3"), now.plusSeconds(9));
    lease(1);
    assertThat(queue.counts()).isEqualTo(new Counts(1, 1, 1));
  }

  @Test
  void aPurgeTakesAllOfALaneAndNothingElse() {
    enqueue("kept", "1");
    database.write(
        sql ->
            sql.execute(
                """
                INSERT INTO work (queue, lane, due_at, enqueued_at, payload)
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)
                SELECT 'q', 'gone', i, i, payload FROM n, (SELECT payload FROM work LIMIT 1) AS one
                """));
    assertThat(queue.purge("gone")).isEqualTo(2_500);
    assertThat(queue.counts().waiting()).isEqualTo(1);
  }

  @Test
  void whoeverWaitsIsWokenByWork() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var waiting = threads.submit(() -> queue.lease(1, HOLD, Duration.ofSeconds(20)));
      enqueue("f", "1");
      assertThat(payloads(waiting.get(10, TimeUnit.SECONDS))).containsExactly("1");
    }
  }

  @Test
  void whoeverWaitsIsBackWhenItsPatienceEnds() {
    assertThat(queue.lease(1, HOLD, Duration.ofMillis(20))).isEmpty();
  }

  @Test
  void anInterruptEndsTheWaiting() throws Exception {
    var waiting = Thread.ofVirtual().start(() -> queue.lease(1, HOLD, Duration.ofMinutes(10)));
    waiting.interrupt();
    assertThat(waiting.join(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void manyConsumersAtOnceGetEachWorkExactlyOnce() {
    for (var i = 0; i < 300; i++) {
      enqueue("lane" + i % 7, Integer.toString(i));
    }
    var taken = new ConcurrentLinkedQueue<String>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var i = 0; i < 8; i++) {
        threads.execute(
            () -> {
              for (var leases = lease(10); !leases.isEmpty(); leases = lease(10)) {
                leases.forEach(queue::complete);
                taken.addAll(payloads(leases));
              }
            });
      }
    }
    Map<String, Integer> times = new HashMap<>();
    taken.forEach(payload -> times.merge(payload, 1, Integer::sum));
    assertThat(times).hasSize(300).allSatisfy((_, count) -> assertThat(count).isEqualTo(1));
  }

  @Test
  void aPayloadThatIsTooLargeIsRefused() {
    var payload = Payload.of(new byte[WorkQueue.LARGEST_PAYLOAD + 1]);
    assertThatThrownBy(() -> queue.enqueue("f", payload, now))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
