package dev.hearth.messaging.topics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.functions.FunctionReference;
import dev.hearth.invocation.async.Delivery;
import dev.hearth.invocation.async.Receipt;
import dev.hearth.invocation.ledger.Sending;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicDestinationTest {
  @TempDir private Path folder;
  private TestTopics topics;

  @BeforeEach
  void open() {
    topics = new TestTopics(folder);
  }

  @AfterEach
  void close() {
    topics.close();
  }

  private Receipt deliver(String target, String body) {
    var function = new FunctionReference(TestTopics.ACCOUNT, TestTopics.REGION, "f", "");
    return topics
        .part
        .destination()
        .deliver(
            new Delivery(
                function,
                "r1",
                Sending.Kind.DEAD_LETTER,
                Arn.parse(target).orElseThrow(),
                "arn:aws:iam::123456789012:role/r",
                null,
                Map.of("RequestID", "r1", "ErrorCode", "200", "ErrorMessage", ""),
                Payload.of(body)));
  }

  @Test
  void aDeadLetterIsPublishedWithItsAttributes() {
    var topic = topics.topic("t");
    var queue = topics.queues.make("q");
    topics.subscribe(topic, "sqs", queue, Map.of("RawMessageDelivery", "true"));

    assertThat(deliver(topic, "{\"a\":1}")).isEqualTo(new Receipt.Delivered());

    assertThat(topics.queues.in(queue))
        .singleElement()
        .satisfies(
            message -> {
              assertThat(message.body()).isEqualTo("{\"a\":1}");
              assertThat(message.attributes())
                  .containsEntry("RequestID", MessageAttribute.text("r1"))
                  .containsEntry("ErrorCode", new MessageAttribute("Number", "200", null));
            });
  }

  @Test
  void whatATopicCannotTakeIsRefusedForGood() {
    assertThat(deliver("arn:aws:sns:us-east-1:123456789012:gone", "{}"))
        .isInstanceOf(Receipt.Refused.class);
    assertThat(deliver(topics.topic("t.fifo"), "{}")).isInstanceOf(Receipt.Refused.class);
    assertThat(deliver(topics.topic("t"), "\"" + "x".repeat(262_144) + "\""))
        .isInstanceOf(Receipt.Refused.class);
  }
}
