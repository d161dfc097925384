package dev.hearth.messaging.queues;

import static dev.hearth.messaging.sealing.TestKeys.ANYBODY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.kernel.Payload;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.queues.Queues.Receive;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What queues must do on every engine.
abstract class QueuesContract extends OpenQueues {
  @Test
  void aMessageIsReceivedAsItWasSent() {
    var queue = create("q");
    var attributes =
        Map.of(
            "text", MessageAttribute.string("a\u00e9\ud83d\ude00"),
            "number", MessageAttribute.number("1.5"),
            "bytes", new MessageAttribute("Binary.png", null, Payload.of(new byte[] {0, -1, 5})));
    var sent =
        queues.send(
            queue,
            OutgoingMessage.of("hello \u20ac", SENDER)
                .with(attributes)
                .traced("Root=1-5759e988-bd862e3fe1be46a994272793"),
            ANYBODY);
    var received = receive(queue, 10).getFirst();
    assertThat(received.messageId()).isEqualTo(sent.messageId());
    assertThat(received.body()).isEqualTo("hello \u20ac");
    assertThat(received.attributes()).isEqualTo(attributes);
    assertThat(received.sender()).isEqualTo(SENDER);
    assertThat(received.trace()).isEqualTo("Root=1-5759e988-bd862e3fe1be46a994272793");
    assertThat(received.sent()).isEqualTo(clock.instant());
    assertThat(received.receives()).isEqualTo(1);
    assertThat(received.sequenceNumber()).isNull();
  }

  @Test
  void aReceivedMessageIsHiddenUntilItsVisibilityTimeoutEnds() {
    var queue = create("q", "VisibilityTimeout", "30");
    send(queue, "1");
    assertThat(bodies(receive(queue, 1))).containsExactly("1");
    clock.step(Duration.ofMillis(29_999));
    assertThat(receive(queue, 1)).isEmpty();
    clock.step(Duration.ofMillis(1));
    var again = receive(queue, 1).getFirst();
    assertThat(again.receives()).isEqualTo(2);
    assertThat(again.firstReceived()).isEqualTo(clock.instant().minusSeconds(30));
  }

  @Test
  void aDeletedMessageNeverComesBack() {
    var queue = create("q");
    send(queue, "1", "2");
    queues.delete(queue, receive(queue, 1).getFirst().receiptHandle());
    clock.step(Duration.ofMinutes(1));
    assertThat(bodies(receive(queue, 10))).containsExactly("2");
  }

  @Test
  void anOldReceiptOfAStandardQueueDeletesNothingAndIsNoError() {
    var queue = create("q");
    send(queue, "1");
    var old = receive(queue, 1).getFirst().receiptHandle();
    clock.step(Duration.ofMinutes(1));
    receive(queue, 1);
    queues.delete(queue, old);
    clock.step(Duration.ofMinutes(1));
    assertThat(bodies(receive(queue, 1))).containsExactly("1");
  }

  @Test
  void aReceiptWhoseTimeIsOverDeletesUntilSomebodyElseReceives() {
    var queue = create("q");
    send(queue, "1");
    var receipt = receive(queue, 1).getFirst().receiptHandle();
    clock.step(Duration.ofMinutes(1));
    queues.delete(queue, receipt);
    assertThat(receive(queue, 1)).isEmpty();
  }

  @Test
  void aHandleThatIsNotOursIsRefused() {
    var queue = create("q");
    var other = create("other");
    send(other, "1");
    var foreign = receive(other, 1).getFirst().receiptHandle();
    var forged = (foreign.charAt(0) == 'A' ? "B" : "A") + foreign.substring(1);
    for (var handle : List.of("", "x", "AAAA", forged, foreign)) {
      assertThatThrownBy(() -> queues.delete(queue, handle))
          .isInstanceOfSatisfying(
              ServiceException.class,
              e -> assertThat(e.code()).isEqualTo("ReceiptHandleIsInvalid"));
    }
    assertThatThrownBy(() -> queues.delete(other, forged)).isInstanceOf(ServiceException.class);
  }

  @Test
  void visibilityIsChangedWithinTwelveHoursOfTheReceiveOnly() {
    var queue = create("q");
    send(queue, "1");
    var handle = receive(queue, 1).getFirst().receiptHandle();
    queues.changeVisibility(queue, handle, Duration.ofHours(11));
    clock.step(Duration.ofHours(10));
    assertThat(receive(queue, 1)).isEmpty();
    assertThatThrownBy(() -> queues.changeVisibility(queue, handle, Duration.ofHours(3)))
        .hasMessageContaining("beyond the limit [43200 seconds]");
    queues.changeVisibility(queue, handle, Duration.ZERO);
    assertThat(bodies(receive(queue, 1))).containsExactly("1");
    assertThatThrownBy(() -> queues.changeVisibility(queue, handle, Duration.ofSeconds(1)))
        .hasMessageContaining("does not exist or is not available for visibility timeout change");
  }

  @Test
  void whatIsNotInFlightCannotBeHidden() {
    var queue = create("q");
    send(queue, "1");
    var handle = receive(queue, 1).getFirst().receiptHandle();
    clock.step(Duration.ofMinutes(1));
    assertThatThrownBy(() -> queues.changeVisibility(queue, handle, Duration.ofSeconds(1)))
        .isInstanceOfSatisfying(
            ServiceException.class, e -> assertThat(e.code()).isEqualTo("MessageNotInflight"));
    assertThat(bodies(receive(queue, 1))).containsExactly("1");
  }

  @Test
  void aDelayedMessageComesWhenItsDelayIsOver() {
    var queue = create("q", "DelaySeconds", "5");
    send(queue, "1");
    queues.send(
        queue,
        new OutgoingMessage("now", Map.of(), SENDER, null, Duration.ZERO, null, null),
        ANYBODY);
    assertThat(bodies(receive(queue, 10))).containsExactly("now");
    assertThat(queues.statistics().counts(queue)).isEqualTo(new QueueCounts(0, 1, 1));
    clock.step(Duration.ofSeconds(5));
    assertThat(bodies(receive(queue, 10))).containsExactly("1");
  }

  @Test
  void expiredMessagesAreNotReceivedAndSweptAway() {
    var queue = create("q", "MessageRetentionPeriod", "60");
    send(queue, "1");
    clock.step(Duration.ofSeconds(59));
    send(queue, "2");
    assertThat(queues.statistics().oldestAge(queue)).isEqualTo(Duration.ofSeconds(59));
    clock.step(Duration.ofSeconds(1));
    assertThat(bodies(receive(queue, 10))).containsExactly("2");
    assertThat(queues.statistics().counts(queue)).isEqualTo(new QueueCounts(1, 1, 0));
    part.sweep();
    assertThat(queues.statistics().counts(queue)).isEqualTo(new QueueCounts(0, 1, 0));
  }

  @Test
  void whatWasSentAndReceivedInTheLastTenSecondsMakesTheRates() {
    var queue = create("q");
    assertThat(queues.statistics().sentPerSecond(queue)).isZero();
    send(queue, "1", "2", "3");
    receive(queue, 2);
    clock.step(Duration.ofSeconds(10));
    assertThat(queues.statistics().sentPerSecond(queue)).isEqualTo(0.3);
    assertThat(queues.statistics().receivedPerSecond(queue)).isEqualTo(0.2);
    clock.step(Duration.ofSeconds(1));
    assertThat(queues.statistics().sentPerSecond(queue)).isZero();
  }

  @Test
  void whatIsReceivedTooOftenBecomesADeadLetter() {
    var deadLetters = create("dead");
    var queue = create("q", "RedrivePolicy", redrive("dead", 2), "VisibilityTimeout", "0");
    send(queue, "poison");
    assertThat(receive(queue, 1).getFirst().receives()).isEqualTo(1);
    assertThat(receive(queue, 1).getFirst().receives()).isEqualTo(2);
    send(queue, "good");
    assertThat(bodies(receive(queue, 1))).containsExactly("good");
    var dead = receive(deadLetters, 1).getFirst();
    assertThat(dead.body()).isEqualTo("poison");
    assertThat(dead.receives()).isEqualTo(3); // across all queues
    assertThat(dead.deadLetterSource()).isEqualTo(arn("q").toString());
  }

  @Test
  void deadLettersKeepTheTimeTheyWereSentAt() {
    var deadLetters = create("dead", "MessageRetentionPeriod", "60");
    var queue = create("q", "RedrivePolicy", redrive("dead", 1), "VisibilityTimeout", "0");
    send(queue, "1");
    receive(queue, 1);
    clock.step(Duration.ofSeconds(59));
    receive(queue, 1);
    assertThat(queues.statistics().counts(deadLetters).visible()).isEqualTo(1);
    clock.step(Duration.ofSeconds(1));
    assertThat(receive(deadLetters, 1)).isEmpty();
  }

  @Test
  void withoutItsDeadLetterQueueAMessageIsReceivedOnAndOn() {
    create("dead");
    var queue = create("q", "RedrivePolicy", redrive("dead", 1), "VisibilityTimeout", "0");
    queues.directory().delete(arn("dead"));
    send(queue, "1");
    for (int i = 1; i < 5; i++) {
      assertThat(receive(queue, 1).getFirst().receives()).isEqualTo(i);
    }
  }

  @Test
  void purgingDeletesWhatIsThereAndNothingThatComesLater() {
    var queue = create("q.fifo");
    sendTo(queue, "g", "1", "2");
    receive(queue, 1);
    part.purge(queue);
    assertThat(queues.statistics().counts(queue)).isEqualTo(new QueueCounts(0, 0, 0));
    sendTo(queue, "g", "3");
    assertThat(bodies(receive(queue, 10))).containsExactly("3");
    assertThatThrownBy(() -> part.purge(queue))
        .isInstanceOfSatisfying(
            ServiceException.class, e -> assertThat(e.code()).isEqualTo("PurgeQueueInProgress"));
    clock.step(Duration.ofSeconds(60));
    part.purge(queue);
    assertThat(queues.statistics().counts(queue)).isEqualTo(new QueueCounts(0, 0, 0));
  }

  @Test
  void aDeletedQueueIsGoneAtOnceAndItsNameAMinuteLater() {
    var queue = create("q");
    send(queue, "1");
    queues.directory().delete(queue.arn());
    assertThat(queues.find(queue.arn())).isEmpty();
    assertThatThrownBy(() -> receive(queue, 1))
        .isInstanceOfSatisfying(
            ServiceException.class, e -> assertThat(e.code()).isEqualTo("QueueDoesNotExist"));
    clock.step(Duration.ofMillis(59_999));
    assertThatThrownBy(() -> create("q"))
        .isInstanceOfSatisfying(
            ServiceException.class, e -> assertThat(e.code()).isEqualTo("QueueDeletedRecently"));
    clock.step(Duration.ofMillis(1));
    assertThat(receive(create("q"), 1)).isEmpty();
    part.sweep();
    clock.step(Duration.ofMinutes(10));
    part.sweep();
    part.sweep();
    assertThat(rows("message")).isZero();
    assertThat(rows("deleted_queue")).isZero();
  }

  @Test
  void aQueueIsCreatedOnceAndAgainOnlyAsItIs() {
    var queue = create("q", "DelaySeconds", "5");
    assertThat(create("q", "DelaySeconds", "5").id()).isEqualTo(queue.id());
    assertThat(create("q").id()).isEqualTo(queue.id());
    assertThatThrownBy(() -> create("q", "DelaySeconds", "6"))
        .isInstanceOfSatisfying(
            ServiceException.class,
            e -> {
              assertThat(e.code()).isEqualTo("QueueNameExists");
              assertThat(e).hasMessageContaining("DelaySeconds");
            });
  }

  @Test
  void whoWaitsReceivesWhatIsSentMeanwhile() throws Exception {
    var queue = create("q");
    var received =
        CompletableFuture.supplyAsync(
            () -> queues.receive(queue, Receive.upTo(1, Duration.ofSeconds(60)), ANYBODY));
    awaitWaiter(queue);
    send(queue, "1");
    assertThat(bodies(received.get(30, TimeUnit.SECONDS))).containsExactly("1");
  }

  @Test
  void whoWaitsForADeletedQueueIsTold() {
    var queue = create("q");
    var received =
        CompletableFuture.supplyAsync(
            () -> queues.receive(queue, Receive.upTo(1, Duration.ofSeconds(60)), ANYBODY));
    awaitWaiter(queue);
    queues.directory().delete(queue.arn());
    assertThat(received)
        .failsWithin(30, TimeUnit.SECONDS)
        .withThrowableThat()
        .havingRootCause()
        .isInstanceOfSatisfying(
            ServiceException.class, e -> assertThat(e.code()).isEqualTo("QueueDoesNotExist"));
  }

  @Test
  void manyWhoReceiveAtOnceShareTheMessagesWithoutAnyTwice() throws Exception {
    var queue = create("q");
    int messages = 400;
    var seen = new ConcurrentLinkedQueue<String>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var left = new AtomicInteger(messages);
      for (int i = 0; i < 20; i++) {
        threads.execute(
            () -> {
              while (left.get() > 0) {
                var got = queues.receive(queue, Receive.upTo(3, Duration.ofMillis(100)), ANYBODY);
                got.forEach(each -> queues.delete(queue, each.receiptHandle()));
                seen.addAll(bodies(got));
                left.addAndGet(-got.size());
              }
            });
      }
      for (int i = 0; i < messages; i += 10) {
        queues.send(
            queue,
            IntStream.range(i, i + 10).mapToObj(n -> OutgoingMessage.of("n" + n, SENDER)).toList(),
            ANYBODY);
      }
    }
    assertThat(seen).hasSize(messages);
    assertThat(new HashSet<>(seen)).hasSize(messages);
    assertThat(rows("message")).isZero();
  }

  @Test
  void aTransactionThatFailsSendsNothing() {
    var queue = create("q");
    assertThatThrownBy(
            () ->
                database.write(
                    sql -> {
                      queues.send(sql, queue, List.of(OutgoingMessage.of("1", SENDER)));
                      throw new IllegalArgumentException("no");
                    }))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(receive(queue, 1)).isEmpty();
  }

  @Test
  void receiptsAndMessagesOutliveTheProcess() {
    var queue = create("q");
    send(queue, "1", "2");
    var handle = receive(queue, 1).getFirst().receiptHandle();
    start();
    queues.delete(queue, handle);
    clock.step(Duration.ofMinutes(1));
    assertThat(bodies(receive(queue, 10))).containsExactly("2");
  }

  @Test
  void queuesAreListedByNameAndInPages() {
    for (var name : List.of("b", "a-2", "a-1", "A", "a_3")) {
      create(name);
    }
    var names = new ArrayList<String>();
    var after = "";
    while (true) {
      var page = queues.directory().list(ACCOUNT, Region.DEFAULT, "a", after, 2);
      page.forEach(queue -> names.add(queue.name()));
      if (page.size() < 2) {
        break;
      }
      after = page.getLast().name();
    }
    assertThat(names).containsExactly("a-1", "a-2", "a_3");
  }
}
