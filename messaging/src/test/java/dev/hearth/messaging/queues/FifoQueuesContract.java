package dev.hearth.messaging.queues;

import static dev.hearth.messaging.sealing.TestKeys.ANYBODY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.messaging.queues.Queues.Receive;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What FIFO queues must do beyond that on every engine.
abstract class FifoQueuesContract extends OpenQueues {
  @Test
  void aGroupsMessagesComeInTheirOrderAndOneAfterTheOther() {
    var queue = create("q.fifo");
    sendTo(queue, "a", "a1", "a2", "a3");
    sendTo(queue, "b", "b1");
    var first = receive(queue, 2);
    assertThat(bodies(first)).containsExactly("a1", "a2");
    assertThat(bodies(receive(queue, 10))).containsExactly("b1");
    queues.delete(queue, first.get(0).receiptHandle());
    assertThat(receive(queue, 10)).isEmpty(); // a2 is still in flight
    queues.delete(queue, first.get(1).receiptHandle());
    assertThat(bodies(receive(queue, 10))).containsExactly("a3");
  }

  @Test
  void aFailedMessageComesBackBeforeThoseBehindIt() {
    var queue = create("q.fifo", "VisibilityTimeout", "30");
    sendTo(queue, "a", "1", "2", "3");
    var first = receive(queue, 2);
    queues.delete(queue, first.get(0).receiptHandle());
    clock.step(Duration.ofSeconds(30));
    assertThat(bodies(receive(queue, 10))).containsExactly("2", "3");
  }

  @Test
  void aGroupStaysLockedWhileOneOfItsMessagesIsHiddenLonger() {
    var queue = create("q.fifo", "VisibilityTimeout", "30");
    sendTo(queue, "a", "1", "2", "3");
    var first = receive(queue, 2);
    queues.changeVisibility(queue, first.get(0).receiptHandle(), Duration.ofSeconds(60));
    clock.step(Duration.ofSeconds(30));
    assertThat(receive(queue, 10)).isEmpty();
    clock.step(Duration.ofSeconds(30));
    assertThat(bodies(receive(queue, 10))).containsExactly("1", "2", "3");
  }

  @Test
  void sequenceNumbersRise() {
    var queue = create("q.fifo");
    var one = queues.send(queue, OutgoingMessage.of("1", SENDER).inGroup("g", null), ANYBODY);
    var two = queues.send(queue, OutgoingMessage.of("2", SENDER).inGroup("g", null), ANYBODY);
    assertThat(one.sequenceNumber()).hasSize(20).isLessThan(two.sequenceNumber());
    assertThat(receive(queue, 1).getFirst().sequenceNumber()).isEqualTo(one.sequenceNumber());
  }

  @Test
  void aDuplicateWithinFiveMinutesIsTakenForTheFirst() {
    var queue = create("q.fifo");
    var message = OutgoingMessage.of("body", SENDER).inGroup("g", "token");
    var first = queues.send(queue, message, ANYBODY);
    queues.delete(queue, receive(queue, 1).getFirst().receiptHandle());
    clock.step(Duration.ofMillis(5 * 60_000 - 1));
    assertThat(queues.send(queue, message, ANYBODY)).isEqualTo(first);
    assertThat(receive(queue, 1)).isEmpty();
    clock.step(Duration.ofMillis(1));
    assertThat(queues.send(queue, message, ANYBODY)).isNotEqualTo(first);
    assertThat(bodies(receive(queue, 1))).containsExactly("body");
  }

  @Test
  void duplicatesAreLookedForInTheQueueOrInTheGroup() {
    var whole = create("whole.fifo");
    sendTo(whole, "a", "same");
    sendTo(whole, "b", "same");
    assertThat(receive(whole, 10)).hasSize(1);
    var byGroup = create("group.fifo", "DeduplicationScope", "messageGroup");
    sendTo(byGroup, "a", "same");
    sendTo(byGroup, "b", "same");
    assertThat(receive(byGroup, 10)).hasSize(2);
  }

  @Test
  void aBatchWithADuplicateInItKeepsOne() {
    var queue = create("q.fifo");
    var message = OutgoingMessage.of("x", SENDER).inGroup("g", "t");
    var sent = queues.send(queue, List.of(message, message), ANYBODY);
    assertThat(sent.get(1)).isEqualTo(sent.get(0));
    assertThat(receive(queue, 10)).hasSize(1);
  }

  @Test
  void aFifoQueueRefusesReceiptsWhoseTimeIsOver() {
    var queue = create("q.fifo", "VisibilityTimeout", "30");
    sendTo(queue, "g", "1");
    var handle = receive(queue, 1).getFirst().receiptHandle();
    clock.step(Duration.ofSeconds(30));
    assertThatThrownBy(() -> queues.delete(queue, handle))
        .hasMessageContaining("The receipt handle has expired.");
    assertThat(receive(queue, 1)).hasSize(1);
  }

  @Test
  void deadLettersOfAFifoQueueLetTheirGroupGoOn() {
    var deadLetters = create("dead.fifo");
    var queue =
        create("q.fifo", "RedrivePolicy", redrive("dead.fifo", 1), "VisibilityTimeout", "0");
    sendTo(queue, "g", "1", "2");
    assertThat(bodies(receive(queue, 1))).containsExactly("1");
    assertThat(bodies(receive(queue, 1))).containsExactly("2");
    assertThat(receive(queue, 1)).isEmpty(); // which buries the second
    assertThat(bodies(receive(deadLetters, 10))).containsExactly("1", "2");
  }

  @Test
  void theDelayOfAFifoQueueChangesForWhatItHasAlready() {
    var queue = create("q.fifo", "DelaySeconds", "60");
    sendTo(queue, "a", "a1", "a2");
    sendTo(queue, "b", "b1");
    assertThat(queues.statistics().counts(queue)).isEqualTo(new QueueCounts(0, 0, 3));
    queues
        .directory()
        .setAttributes(
            queue.arn(),
            given -> {
              given.put("DelaySeconds", "10");
              return given;
            });
    clock.step(Duration.ofSeconds(9));
    assertThat(receive(queue, 10)).isEmpty();
    clock.step(Duration.ofSeconds(1));
    assertThat(bodies(receive(queue, 10))).containsExactly("a1", "a2", "b1");
  }

  @Test
  void anAttemptIsAnsweredAgainWhileNothingHasChanged() {
    var queue = create("q.fifo", "VisibilityTimeout", "30");
    sendTo(queue, "g", "1", "2");
    var attempt = new Receive(10, null, Duration.ZERO, "attempt");
    var first = queues.receive(queue, attempt, ANYBODY);
    clock.step(Duration.ofSeconds(20));
    var again = queues.receive(queue, attempt, ANYBODY);
    assertThat(bodies(again)).containsExactly("1", "2");
    assertThat(again.getFirst().receives()).isEqualTo(1);
    clock.step(Duration.ofSeconds(20));
    assertThat(receive(queue, 10)).isEmpty(); // they were hidden anew
    queues.delete(queue, first.getFirst().receiptHandle());
    assertThat(queues.receive(queue, attempt, ANYBODY)).isEmpty();
  }

  @Test
  void tokensAgainstDuplicatesAreForgotten() {
    sendTo(create("q.fifo"), "g", "1", "2");
    part.sweep();
    assertThat(rows("deduplication")).isEqualTo(2);
    clock.step(Duration.ofMinutes(5));
    part.sweep();
    assertThat(rows("deduplication")).isZero();
  }

  @Test
  void whoWaitsForAGroupGetsItWhenItsHolderHasDeleted() throws Exception {
    var queue = create("q.fifo");
    sendTo(queue, "g", "1", "2");
    var held = receive(queue, 1).getFirst();
    var received =
        CompletableFuture.supplyAsync(
            () -> queues.receive(queue, Receive.upTo(1, Duration.ofSeconds(60)), ANYBODY));
    awaitWaiter(queue);
    queues.delete(queue, held.receiptHandle());
    assertThat(bodies(received.get(30, TimeUnit.SECONDS))).containsExactly("2");
  }
}
