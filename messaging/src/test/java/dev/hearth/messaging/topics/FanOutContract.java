package dev.hearth.messaging.topics;

import static dev.hearth.messaging.sealing.TestKeys.ANYBODY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.kernel.Arn;
import dev.hearth.messaging.queues.Queue;
import dev.hearth.messaging.queues.Queues;
import dev.hearth.messaging.queues.QueuesPart;
import dev.hearth.messaging.queues.ReceivedMessage;
import dev.hearth.store.Database;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;

/// Topics over Hearth's own queues, on both engines.
abstract class FanOutContract {
  private static final Map<String, String> RAW = Map.of("RawMessageDelivery", "true");

  @TempDir private Path folder;
  private final SteppedClock clock = new SteppedClock();
  private Queues queues;
  private TestTopics topics;

  abstract Database open(Path folder);

  @BeforeEach
  void begin() {
    var database = open(folder);
    queues =
        new QueuesPart(database, clock, () -> UUID.randomUUID().toString(), new SecureRandom())
            .queues();
    topics = new TestTopics(folder, database, clock, new TopicQueues(queues));
  }

  @AfterEach
  void end() {
    topics.close();
  }

  private Queue queue(String name) {
    var attributes =
        name.endsWith(".fifo") ? Map.of("FifoQueue", "true") : Map.<String, String>of();
    var arn = Arn.of("sqs", TestTopics.REGION, TestTopics.ACCOUNT, name);
    return queues.directory().create(arn, attributes, Map.of());
  }

  private List<ReceivedMessage> drain(Queue queue) {
    var all = new ArrayList<ReceivedMessage>();
    while (true) {
      var some = queues.receive(queue, Queues.Receive.upTo(10, Duration.ZERO), ANYBODY);
      if (some.isEmpty()) {
        return all;
      }
      all.addAll(some);
      queues.delete(queue, some.stream().map(ReceivedMessage::receiptHandle).toList());
    }
  }

  @Test
  void aMessageIsInAHundredQueuesWhenItsPublisherIsAnswered() {
    var topic = topics.topic("t");
    var all = new ArrayList<Queue>();
    for (int i = 0; i < 100; i++) {
      var queue = queue("q" + i);
      topics.subscribe(topic, "sqs", queue.arn().toString(), RAW);
      all.add(queue);
    }

    topics.publish(topic, "hello");

    assertThat(all)
        .allSatisfy(
            queue ->
                assertThat(drain(queue))
                    .extracting(ReceivedMessage::body)
                    .containsExactly("hello"));
  }

  @Test
  void aQueueThatIsGoneKeepsTheOthersFromNothing() {
    var topic = topics.topic("t");
    var gone = queue("gone");
    var there = queue("there");
    var dead = queue("dead");
    var redrive = Map.of("RedrivePolicy", "{\"deadLetterTargetArn\":\"" + dead.arn() + "\"}");
    topics.subscribe(topic, "sqs", gone.arn().toString(), redrive);
    topics.subscribe(topic, "sqs", there.arn().toString(), RAW);
    queues.directory().delete(gone.arn());

    topics.publish(topic, "hello");

    assertThat(drain(there)).hasSize(1);
    assertThat(drain(dead))
        .singleElement()
        .satisfies(letter -> assertThat(letter.body()).contains("\"Message\":\"hello\""));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void eachGroupOfAFifoTopicKeepsItsOrderInEveryQueue(long seed) throws Exception {
    var topic = topics.topic("t.fifo");
    var all = List.of(queue("a.fifo"), queue("b.fifo"));
    all.forEach(queue -> topics.subscribe(topic, "sqs", queue.arn().toString(), RAW));
    var publishers = new ArrayList<Callable<Void>>();
    for (int group = 0; group < 4; group++) {
      int number = group;
      publishers.add(() -> publishAll(topic, number, new Random(seed * 31 + number)));
    }
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (var each : threads.invokeAll(publishers)) {
        each.get();
      }
    }

    for (var queue : all) {
      var byGroup = new HashMap<String, List<String>>();
      for (var message : drain(queue)) {
        byGroup
            .computeIfAbsent(String.valueOf(message.groupId()), _ -> new ArrayList<>())
            .add(message.body());
      }
      assertThat(byGroup).hasSize(4);
      assertThat(byGroup.values())
          .allSatisfy(bodies -> assertThat(bodies).hasSize(15).isSorted().doesNotHaveDuplicates());
    }
  }

  /// Publishes 15 messages in order, some of them twice.
  private Void publishAll(String topic, int group, Random random) {
    for (int i = 10; i < 25; i++) {
      for (int times = 1 + random.nextInt(2); times > 0; times--) {
        topics.run(
            PublishRequest.builder()
                .topicArn(topic)
                .message("m" + i)
                .messageGroupId("g" + group)
                .messageDeduplicationId("g" + group + "-" + i)
                .build(),
            PublishResponse.class);
      }
    }
    return null;
  }
}
