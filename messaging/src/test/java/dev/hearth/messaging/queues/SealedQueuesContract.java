package dev.hearth.messaging.queues;

import static dev.hearth.messaging.sealing.TestKeys.ANYBODY;
import static dev.hearth.messaging.sealing.TestKeys.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.kernel.Payload;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.queues.Queues.Receive;
import dev.hearth.messaging.sealing.KeyUser;
import dev.hearth.messaging.sealing.TestKeys;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What queues with a KMS key must do on every engine.
abstract class SealedQueuesContract extends OpenQueues {
  private static final String CANARY = "canary-5f1c9a7be2";
  private static final KeyUser STRANGER = user("stranger");

  private final TestKeys keys = new TestKeys();

  @Override
  void started() {
    queues.keys().connect(keys);
  }

  private Queue sealed(String name, String... attributes) {
    var key = Stream.of("KmsMasterKeyId", "key-of-" + name);
    return create(name, Stream.concat(Stream.of(attributes), key).toArray(String[]::new));
  }

  private List<ReceivedMessage> receive(Queue queue, KeyUser user) {
    return queues.receive(queue, Receive.upTo(10, Duration.ZERO), user);
  }

  private List<String> bodies(Queue queue) {
    return receive(queue, ANYBODY).stream().map(ReceivedMessage::body).toList();
  }

  private void assertRefused(Runnable work, String code) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(ServiceException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private List<String> stored() {
    return database.read(
        sql ->
            sql.createQuery("SELECT body || coalesce(attributes, '') FROM message ORDER BY id")
                .mapTo(String.class)
                .list());
  }

  @Test
  void whatIsStoredIsSealedAndWhatIsReceivedIsNot() {
    var queue = sealed("q");
    var attributes =
        Map.of(
            "text",
            MessageAttribute.string(CANARY),
            "bytes",
            new MessageAttribute("Binary", null, Payload.of(new byte[] {0, -1})));
    queues.send(queue, OutgoingMessage.of(CANARY + "\n\u00e9", SENDER).with(attributes), ANYBODY);
    send(queue, CANARY);
    assertThat(stored()).hasSize(2).noneMatch(row -> row.contains(CANARY));
    assertThat(receive(queue, ANYBODY))
        .satisfiesExactly(
            first -> {
              assertThat(first.body()).isEqualTo(CANARY + "\n\u00e9");
              assertThat(first.attributes()).isEqualTo(attributes);
            },
            second -> {
              assertThat(second.body()).isEqualTo(CANARY);
              assertThat(second.attributes()).isEmpty();
            });
  }

  @Test
  void kmsIsAskedOnceInEachReusePeriodOfEachUser() {
    var queue = sealed("q", "KmsDataKeyReusePeriodSeconds", "60");
    send(queue, "1", "2");
    assertThat(bodies(queue)).containsExactly("1", "2");
    send(queue, "3");
    assertThat(bodies(queue)).containsExactly("3");
    assertThat(keys.asked)
        .containsExactly(
            "generate key-of-q in the name of anybody", // the sender,
            "open key-of-q in the name of anybody",
            "open key-of-q in the name of anybody"); // and the receiver
    clock.step(Duration.ofSeconds(61));
    send(queue, "4");
    assertThat(keys.asked).hasSize(5);
    queues.send(queue, OutgoingMessage.of("5", SENDER), STRANGER);
    assertThat(keys.asked).hasSize(7).last().isEqualTo("open key-of-q in the name of stranger");
  }

  @Test
  void aMessageOutlivesTheMemoryOfItsKey() {
    var queue = sealed("q");
    send(queue, "1");
    start();
    assertThat(bodies(queue)).containsExactly("1");
  }

  @Test
  void whoMayNotOpenAMessageTakesNone() {
    create("dead");
    var queue = sealed("q", "RedrivePolicy", redrive("dead", 1));
    send(queue, "1");
    keys.refusals.put("stranger", "AccessDeniedException");
    for (int i = 0; i < 3; i++) {
      assertRefused(() -> receive(queue, STRANGER), "KmsAccessDenied");
    }
    assertThat(receive(queue, ANYBODY))
        .singleElement()
        .satisfies(message -> assertThat(message.receives()).isEqualTo(1));
  }

  @Test
  void whoMayNotUseTheKeySendsNothing() {
    var queue = sealed("q");
    keys.refusals.put("stranger", "AccessDeniedException");
    var message = OutgoingMessage.of("1", SENDER);
    assertRefused(() -> queues.send(queue, message, STRANGER), "KmsAccessDenied");
    assertThat(stored()).isEmpty();
  }

  @Test
  void aKeyThatCannotBeUsedRefusesAndLosesNothing() {
    var queue = sealed("q", "KmsDataKeyReusePeriodSeconds", "60");
    send(queue, "1");
    clock.step(Duration.ofSeconds(61));
    var codes =
        Map.of(
            "DisabledException", "KmsDisabled",
            "KMSInvalidStateException", "KmsInvalidState",
            "NotFoundException", "KmsNotFound",
            "InvalidKeyUsageException", "KmsInvalidKeyUsage");
    codes.forEach(
        (kms, sqs) -> {
          keys.refusals.put("key-of-q", kms);
          assertRefused(() -> send(queue, "2"), sqs);
          assertRefused(() -> receive(queue, ANYBODY), sqs);
        });
    keys.refusals.clear();
    assertThat(bodies(queue)).containsExactly("1");
  }

  @Test
  void whatWasSentBeforeTheKeyWasSetOrTakenAwayIsReceived() {
    var queue = create("q");
    send(queue, "1");
    queues.directory().setAttributes(arn("q"), _ -> Map.of("KmsMasterKeyId", "key"));
    send(queues.find(arn("q")).orElseThrow(), CANARY);
    assertThat(stored()).noneMatch(row -> row.contains(CANARY));
    queues.directory().setAttributes(arn("q"), _ -> Map.of());
    send(queues.find(arn("q")).orElseThrow(), "3");
    assertThat(bodies(queue)).containsExactly("1", CANARY, "3");
  }

  @Test
  void deadLettersMoveBetweenQueuesWithOtherKeysAndStaySealed() {
    var dead = sealed("dead");
    var queue = sealed("q", "RedrivePolicy", redrive("dead", 1), "VisibilityTimeout", "0");
    send(queue, CANARY);
    assertThat(bodies(queue)).containsExactly(CANARY);
    assertThat(bodies(queue)).isEmpty();
    assertThat(stored()).hasSize(1).noneMatch(row -> row.contains(CANARY));
    assertThat(queues.receive(dead, new Receive(1, Duration.ZERO, Duration.ZERO, null), ANYBODY))
        .extracting(ReceivedMessage::body)
        .containsExactly(CANARY);
    part.tasks().start(dead, null, 0);
    part.move();
    assertThat(bodies(dead)).isEmpty();
    assertThat(stored()).hasSize(1).noneMatch(row -> row.contains(CANARY));
    assertThat(bodies(queue)).containsExactly(CANARY);
  }

  @Test
  void aFifoQueueWithAKeyKnowsDuplicatesByTheirContent() {
    var queue = sealed("q.fifo", "FifoQueue", "true", "ContentBasedDeduplication", "true");
    var message = OutgoingMessage.of(CANARY, SENDER).inGroup("g", null);
    var first = queues.send(queue, message, ANYBODY);
    assertThat(queues.send(queue, message, ANYBODY)).isEqualTo(first);
    assertThat(stored()).hasSize(1).noneMatch(row -> row.contains(CANARY));
    assertThat(bodies(queue)).containsExactly(CANARY);
  }

  @Test
  void aSealedMessageIsAsLargeAsAPlainOne() {
    var queue = sealed("q", "MaximumMessageSize", "1024");
    send(queue, "x".repeat(1_024));
    assertThat(bodies(queue)).containsExactly("x".repeat(1_024));
    assertRefused(() -> send(queue, "x".repeat(1_025)), "InvalidParameterValue");
  }

  @Test
  void whatIsNotSealedIsNotStoredByAQueueWithAKey() {
    var queue = sealed("q");
    assertThatThrownBy(
            () ->
                database.write(
                    sql -> queues.send(sql, queue, List.of(OutgoingMessage.of("1", SENDER)))))
        .isInstanceOf(IllegalStateException.class);
  }
}
