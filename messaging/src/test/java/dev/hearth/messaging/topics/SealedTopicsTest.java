package dev.hearth.messaging.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.sealing.TestKeys;
import dev.hearth.messaging.topics.store.OutboxEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sns.model.SetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.SetTopicAttributesResponse;

/// Topics with a KMS key.
class SealedTopicsTest {
  private static final String CANARY = "canary-5f1c9a7be2";
  private static final String FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:f";

  @TempDir private Path folder;
  private final TestKeys keys = new TestKeys();
  private TestTopics topics;
  private String topic;

  @BeforeEach
  void open() {
    topics = new TestTopics(folder);
    topics.part.keys().connect(keys);
    topic = topics.topic("t");
    topics.run(
        SetTopicAttributesRequest.builder()
            .topicArn(topic)
            .attributeName("KmsMasterKeyId")
            .attributeValue("key")
            .build(),
        SetTopicAttributesResponse.class);
    topics.subscribe(topic, "lambda", FUNCTION, Map.of());
    topics.subscribe(topic, "sms", "+14155550100", Map.of());
  }

  @AfterEach
  void close() {
    topics.close();
  }

  private List<String> outbox() {
    return topics.part.outbox().list(TestTopics.ACCOUNT, "", Long.MAX_VALUE, 10).stream()
        .map(OutboxEntry::body)
        .toList();
  }

  @Test
  void whatWaitsToBeDeliveredAndTheOutboxAreInNoFileInTheClear() throws IOException {
    topics.publish(topic, CANARY);
    try (var files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(CANARY);
      }
    }
    assertThat(outbox()).containsExactly(CANARY);
    topics.start();
    Await.until(() -> !topics.invoked.isEmpty());
    assertThat(topics.invoked.getFirst().payload().text()).contains(CANARY);
  }

  @Test
  void kmsIsAskedOnceByEachPublisherInFiveMinutes() {
    topics.publish(topic, "1");
    topics.publish(topic, "2");
    var publisher = TestTopics.caller(TestTopics.ACCOUNT).arn();
    assertThat(keys.asked)
        .containsExactly(
            "generate key in the name of " + publisher, "open key in the name of " + publisher);
    topics.clock.step(Duration.ofMinutes(6));
    topics.publish(topic, "3");
    assertThat(keys.asked).hasSize(4);
  }

  @Test
  void whoMayNotUseTheKeyPublishesNothing() {
    keys.refusals.put("key", "DisabledException");
    assertThatThrownBy(() -> topics.publish(topic, CANARY))
        .isInstanceOfSatisfying(
            ServiceException.class, e -> assertThat(e.code()).isEqualTo("KMSDisabled"));
    assertThat(outbox()).isEmpty();
  }

  @Test
  void anOutboxWhoseKeyIsDisabledSaysSo() {
    topics.publish(topic, CANARY);
    keys.refusals.put("key", "DisabledException");
    assertThat(outbox()).singleElement().asString().contains("KMSDisabled");
    keys.refusals.clear();
    assertThat(outbox()).containsExactly(CANARY);
  }
}
