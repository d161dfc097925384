package dev.hearth.messaging.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.kernel.ServiceException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sns.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishBatchRequest;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;

class PublishTest {
  private static final ObjectMapper JSON = new ObjectMapper();

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

  private PublishResponse publish(PublishRequest.Builder request) {
    return topics.run(request.build(), PublishResponse.class);
  }

  private static MessageAttributeValue text(String value) {
    return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
  }

  @Test
  void aMessageGoesToEveryQueueInSnssWordsOrAsItIs() throws Exception {
    var topic = topics.topic("t");
    var wrapped = topics.queues.make("wrapped");
    var raw = topics.queues.make("raw");
    topics.subscribe(topic, "sqs", wrapped, Map.of());
    topics.subscribe(topic, "sqs", raw, Map.of("RawMessageDelivery", "true"));

    var id =
        publish(
                PublishRequest.builder()
                    .topicArn(topic)
                    .subject("S")
                    .message("M")
                    .messageAttributes(Map.of("a", text("v"))))
            .messageId();

    var notification = JSON.readTree(topics.queues.bodies(wrapped).getFirst());
    assertThat(notification.get("Type").asText()).isEqualTo("Notification");
    assertThat(notification.get("MessageId").asText()).isEqualTo(id);
    assertThat(notification.get("TopicArn").asText()).isEqualTo(topic);
    assertThat(notification.get("Subject").asText()).isEqualTo("S");
    assertThat(notification.get("Message").asText()).isEqualTo("M");
    assertThat(notification.get("Timestamp").asText()).isEqualTo("2026-01-01T00:00:00.000Z");
    assertThat(notification.get("SigningCertURL").asText())
        .startsWith("http://127.0.0.1:4566/SimpleNotificationService-");
    assertThat(notification.at("/MessageAttributes/a/Value").asText()).isEqualTo("v");
    assertThat(topics.queues.in(wrapped).getFirst().attributes()).isEmpty();
    assertThat(topics.queues.bodies(raw)).containsExactly("M");
    assertThat(topics.queues.in(raw).getFirst().attributes().get("a"))
        .isEqualTo(MessageAttribute.text("v"));
    assertThat(topics.queues.woken()).isEqualTo(2);
  }

  @Test
  void aStructuredMessageHasABodyForEachProtocol() {
    var topic = topics.topic("t");
    var queue = topics.queues.make("q");
    topics.subscribe(topic, "sqs", queue, Map.of("RawMessageDelivery", "true"));
    topics.subscribe(topic, "sms", "+14155550100", Map.of());

    publish(
        PublishRequest.builder()
            .topicArn(topic)
            .messageStructure("json")
            .message("{\"default\":\"d\",\"sqs\":\"for queues\"}"));

    assertThat(topics.queues.bodies(queue)).containsExactly("for queues");
    var outbox = topics.part.outbox().list(TestTopics.ACCOUNT, "", Long.MAX_VALUE, 10);
    assertThat(outbox).singleElement().satisfies(sms -> assertThat(sms.body()).isEqualTo("d"));
  }

  @Test
  void onlySubscriptionsWhoseFilterWantsAMessageGetIt() {
    var topic = topics.topic("t");
    var wanting = topics.queues.make("wanting");
    var other = topics.queues.make("other");
    topics.subscribe(topic, "sqs", wanting, Map.of("FilterPolicy", "{\"a\":[\"v\"]}"));
    topics.subscribe(
        topic,
        "sqs",
        other,
        Map.of("FilterPolicy", "{\"a\":[\"w\"]}", "FilterPolicyScope", "MessageBody"));

    publish(
        PublishRequest.builder()
            .topicArn(topic)
            .message("{\"a\":\"v\"}")
            .messageAttributes(Map.of("a", text("v"))));

    assertThat(topics.queues.bodies(wanting)).hasSize(1);
    assertThat(topics.queues.bodies(other)).isEmpty();
  }

  @Test
  void whatAQueueMayNotGetIsBuriedInTheDeadLetterQueue() {
    var topic = topics.topic("t");
    var closed = topics.queues.make("closed");
    var dead = topics.queues.make("dead");
    topics.subscribe(
        topic,
        "sqs",
        closed,
        Map.of("RedrivePolicy", "{\"deadLetterTargetArn\":\"" + dead + "\"}"));
    topics.closed.add(closed);

    topics.publish(topic, "M");

    assertThat(topics.queues.bodies(closed)).isEmpty();
    assertThat(topics.queues.in(dead))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.body()).contains("\"Message\":\"M\"");
              assertThat(letter.attributes())
                  .containsEntry("ErrorCode", MessageAttribute.text("400"));
              assertThat(letter.attributes())
                  .hasEntrySatisfying(
                      "ErrorMessage", why -> assertThat(why.text()).contains("policy of"));
            });
  }

  @Test
  void aFifoTopicKeepsOrderCountsAndDropsDuplicatesForFiveMinutes() throws Exception {
    var topic = topics.topic("t.fifo");
    var queue = topics.queues.make("q.fifo");
    topics.subscribe(topic, "sqs", queue, Map.of());

    var first = publish(fifo(topic, "1", "g", "d1"));
    var second = publish(fifo(topic, "2", "g", "d2"));
    var again = publish(fifo(topic, "other", "h", "d1"));
    assertThat(first.sequenceNumber()).hasSize(20).isLessThan(second.sequenceNumber());
    assertThat(again.messageId()).isEqualTo(first.messageId());
    assertThat(again.sequenceNumber()).isEqualTo(first.sequenceNumber());

    topics.clock.step(Duration.ofMinutes(5).plusMillis(1));
    assertThat(publish(fifo(topic, "3", "g", "d1")).messageId()).isNotEqualTo(first.messageId());

    assertThat(topics.queues.in(queue))
        .extracting(message -> JSON.readTree(message.body()).get("Message").asText())
        .containsExactly("1", "2", "3");
    assertThat(topics.queues.in(queue).getFirst().group()).isEqualTo("g");
    assertThat(topics.queues.in(queue).getFirst().deduplicationId()).isEqualTo("d1");
  }

  private static PublishRequest.Builder fifo(
      String topic, String message, String group, String deduplicationId) {
    return PublishRequest.builder()
        .topicArn(topic)
        .message(message)
        .messageGroupId(group)
        .messageDeduplicationId(deduplicationId);
  }

  @Test
  void aFifoTopicThatComparesContentNeedsNoDeduplicationId() {
    var topic = topics.topic("t.fifo");
    assertRefused(
        PublishRequest.builder().topicArn(topic).message("x"),
        "InvalidParameter",
        "MessageGroupId parameter is required");
    assertRefused(
        PublishRequest.builder().topicArn(topic).message("x").messageGroupId("g"),
        "InvalidParameter",
        "ContentBasedDeduplication");

    topics.run(
        software.amazon.awssdk.services.sns.model.SetTopicAttributesRequest.builder()
            .topicArn(topic)
            .attributeName("ContentBasedDeduplication")
            .attributeValue("true")
            .build(),
        software.amazon.awssdk.services.sns.model.SetTopicAttributesResponse.class);
    var one = publish(PublishRequest.builder().topicArn(topic).message("x").messageGroupId("g"));
    var two = publish(PublishRequest.builder().topicArn(topic).message("x").messageGroupId("g"));
    assertThat(two.messageId()).isEqualTo(one.messageId());
  }

  private void assertRefused(PublishRequest.Builder request, String code, String text) {
    assertThatThrownBy(() -> publish(request))
        .isInstanceOfSatisfying(ServiceException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(text);
  }

  @Test
  void badMessagesAreRefusedInAwssWords() {
    var topic = topics.topic("t");
    var request = PublishRequest.builder().topicArn(topic);
    assertRefused(request.message(""), "InvalidParameter", "Empty message");
    assertRefused(request.message("x".repeat(262_145)), "InvalidParameter", "Message too long");
    assertRefused(request.message("m").subject("a\nb"), "InvalidParameter", "Subject");
    assertRefused(request.subject("x".repeat(101)), "InvalidParameter", "Subject");
    request.subject(null);
    assertRefused(
        request.messageStructure("json"), "InvalidParameter", "JSON message body failed to parse");
    assertRefused(request.message("{\"sqs\":\"x\"}"), "InvalidParameter", "No default entry");
    request.messageStructure(null);
    assertRefused(
        request.messageAttributes(
            Map.of("a", MessageAttributeValue.builder().dataType("Text").stringValue("x").build())),
        "ParameterValueInvalid",
        "Binary, Number, and String");
    assertRefused(
        request.messageAttributes(
            Map.of(
                "a", MessageAttributeValue.builder().dataType("Number").stringValue("x").build())),
        "ParameterValueInvalid",
        "valid number");
    assertRefused(
        request.messageAttributes(
            Map.of("a", MessageAttributeValue.builder().dataType("String").build())),
        "ParameterValueInvalid",
        "non-empty message attribute value");
    request.messageAttributes(Map.of());
    assertRefused(request.targetArn(topic), "InvalidParameter", "exactly one target");
    assertRefused(
        PublishRequest.builder().topicArn(topic + "x").message("m"), "NotFound", "not exist");
    assertRefused(
        PublishRequest.builder().phoneNumber("0800").message("m"), "InvalidParameter", "Phone");
  }

  @Test
  void aTelephoneWithoutATopicIsWrittenToTheOutbox() {
    publish(PublishRequest.builder().phoneNumber("+14155550100").message("hello"));

    assertThat(topics.part.outbox().list(TestTopics.ACCOUNT, "+14155550100", Long.MAX_VALUE, 10))
        .singleElement()
        .satisfies(sms -> assertThat(sms.body()).isEqualTo("hello"));
  }

  @Test
  void ofABatchOnlyWhatIsWrongFails() {
    var topic = topics.topic("t");
    var queue = topics.queues.make("q");
    topics.subscribe(topic, "sqs", queue, Map.of("RawMessageDelivery", "true"));

    var answer =
        topics.run(
            batch(topic, entry("a", "1"), entry("b", ""), entry("c", "3")),
            PublishBatchResponse.class);

    assertThat(answer.successful()).extracting(each -> each.id()).containsExactly("a", "c");
    assertThat(answer.failed())
        .singleElement()
        .isEqualTo(
            BatchResultErrorEntry.builder()
                .id("b")
                .code("InvalidParameter")
                .message("Invalid parameter: Empty message")
                .senderFault(true)
                .build());
    assertThat(topics.queues.bodies(queue)).containsExactly("1", "3");
  }

  @Test
  void aBatchThatIsWrongAsAWholeIsRefused() {
    var topic = topics.topic("t");
    var eleven =
        IntStream.range(0, 11)
            .mapToObj(i -> entry("e" + i, "x"))
            .toArray(PublishBatchRequestEntry[]::new);
    assertBatchRefused(batch(topic), "EmptyBatchRequest");
    assertBatchRefused(batch(topic, eleven), "TooManyEntriesInBatchRequest");
    assertBatchRefused(batch(topic, entry("a", "x"), entry("a", "y")), "BatchEntryIdsNotDistinct");
    assertBatchRefused(batch(topic, entry("a b", "x")), "InvalidBatchEntryId");
    assertBatchRefused(
        batch(topic, entry("a", "x".repeat(200_000)), entry("b", "x".repeat(62_145))),
        "BatchRequestTooLong");
  }

  private void assertBatchRefused(PublishBatchRequest request, String code) {
    assertThatThrownBy(() -> topics.run(request, PublishBatchResponse.class))
        .isInstanceOfSatisfying(ServiceException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private static PublishBatchRequest batch(String topic, PublishBatchRequestEntry... entries) {
    return PublishBatchRequest.builder()
        .topicArn(topic)
        .publishBatchRequestEntries(List.of(entries))
        .build();
  }

  private static PublishBatchRequestEntry entry(String id, String message) {
    return PublishBatchRequestEntry.builder().id(id).message(message).build();
  }

  @Test
  void aFunctionIsInvokedWithAwssEventWhereItsPolicyAllowsIt() throws Exception {
    var topic = topics.topic("t");
    var function = "arn:aws:lambda:us-east-1:123456789012:function:f";
    var subscription = topics.subscribe(topic, "lambda", function, Map.of());
    topics.start();
    publish(
        PublishRequest.builder()
            .topicArn(topic)
            .message("M")
            .messageAttributes(
                Map.of(
                    "b",
                    MessageAttributeValue.builder()
                        .dataType("Binary")
                        .binaryValue(SdkBytes.fromByteArray(new byte[] {1, 2}))
                        .build())));

    Await.until(() -> topics.invoked.size() == 1);
    var record = JSON.readTree(topics.invoked.getFirst().payload().bytes()).at("/Records/0");
    assertThat(record.get("EventSource").asText()).isEqualTo("aws:sns");
    assertThat(record.get("EventVersion").asText()).isEqualTo("1.0");
    assertThat(record.get("EventSubscriptionArn").asText()).isEqualTo(subscription);
    assertThat(record.at("/Sns/Message").asText()).isEqualTo("M");
    assertThat(record.at("/Sns/Subject").isNull()).isTrue();
    assertThat(record.at("/Sns/SigningCertUrl").asText()).endsWith(".pem");
    assertThat(record.at("/Sns/MessageAttributes/b/Value").asText()).isEqualTo("AQI=");
  }

  @Test
  void aFunctionThatMayNotBeInvokedIsBuriedForAtOnce() {
    var topic = topics.topic("t");
    var dead = topics.queues.make("dead");
    var function = "arn:aws:lambda:us-east-1:123456789012:function:f";
    topics.closed.add(function);
    topics.subscribe(
        topic,
        "lambda",
        function,
        Map.of("RedrivePolicy", "{\"deadLetterTargetArn\":\"" + dead + "\"}"));
    topics.start();

    topics.publish(topic, "M");

    Await.until(() -> topics.queues.in(dead).size() == 1);
    assertThat(topics.invoked).isEmpty();
  }
}
