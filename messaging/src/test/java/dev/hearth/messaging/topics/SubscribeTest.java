package dev.hearth.messaging.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.topics.store.OutboxEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sns.model.*; // nearly all of them

class SubscribeTest {
  private static final Pattern TOKEN = Pattern.compile("Token=([0-9a-f]+)");

  @TempDir private Path folder;
  private TestTopics topics;
  private String topic;

  @BeforeEach
  void open() {
    topics = new TestTopics(folder);
    topic = topics.topic("t");
  }

  @AfterEach
  void close() {
    topics.close();
  }

  private static SubscribeRequest.Builder request(String topic, String protocol, String endpoint) {
    return SubscribeRequest.builder().topicArn(topic).protocol(protocol).endpoint(endpoint);
  }

  private void assertRefused(SubscribeRequest.Builder request, String code, String text) {
    assertThatThrownBy(() -> topics.run(request.build(), SubscribeResponse.class))
        .isInstanceOfSatisfying(ServiceException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(text);
  }

  private OutboxEntry lastMail() {
    return topics
        .part
        .outbox()
        .list(TestTopics.ACCOUNT, "a@example.org", Long.MAX_VALUE, 1)
        .getFirst();
  }

  private String lastToken() {
    var matcher = TOKEN.matcher(lastMail().body());
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  private ConfirmSubscriptionResponse confirm(String token) {
    return topics.run(
        ConfirmSubscriptionRequest.builder().topicArn(topic).token(token).build(),
        ConfirmSubscriptionResponse.class,
        TestTopics.anonymous());
  }

  private Map<String, String> attributes(String subscription) {
    return topics
        .run(
            GetSubscriptionAttributesRequest.builder().subscriptionArn(subscription).build(),
            GetSubscriptionAttributesResponse.class)
        .attributes();
  }

  @Test
  void aMailAddressGetsNothingBeforeItAgrees() {
    var answer =
        topics.run(request(topic, "email", "a@example.org").build(), SubscribeResponse.class);
    assertThat(answer.subscriptionArn()).isEqualTo("pending confirmation");
    topics.publish(topic, "too early");
    assertThat(lastMail().subject()).contains("Confirmation");

    var arn = confirm(lastToken()).subscriptionArn();
    assertThat(confirm(lastToken()).subscriptionArn()).isEqualTo(arn);
    topics.publish(topic, "hello");

    assertThat(lastMail().body()).startsWith("hello").contains("Action=Unsubscribe");
    assertThat(attributes(arn))
        .containsEntry("PendingConfirmation", "false")
        .containsEntry("ConfirmationWasAuthenticated", "false");
  }

  @Test
  void aTokenIsGoodForTwoDaysAndNoOtherIs() {
    topics.run(request(topic, "email", "a@example.org").build(), SubscribeResponse.class);
    assertThatThrownBy(() -> confirm("0".repeat(128))).hasMessageContaining("Token");
    assertThatThrownBy(() -> confirm("")).hasMessageContaining("Token");

    topics.clock.step(Duration.ofDays(2));
    assertThatThrownBy(() -> confirm(lastToken())).hasMessageContaining("Token");
    topics.part.sweep();
    topics.run(request(topic, "email", "a@example.org").build(), SubscribeResponse.class);
    confirm(lastToken());
  }

  @Test
  void whoeverReadsTheMailMayUnsubscribeAndTakeItBack() {
    topics.run(request(topic, "email", "a@example.org").build(), SubscribeResponse.class);
    var arn = confirm(lastToken()).subscriptionArn();
    topics.run(
        UnsubscribeRequest.builder().subscriptionArn(arn).build(),
        UnsubscribeResponse.class,
        TestTopics.anonymous());
    assertThat(lastMail().subject()).contains("Unsubscribe");
    topics.publish(topic, "not for you");
    assertThat(lastMail().body()).doesNotContain("not for you");

    assertThat(confirm(lastToken()).subscriptionArn()).isEqualTo(arn);
    topics.publish(topic, "welcome");
    assertThat(lastMail().body()).startsWith("welcome");
  }

  @Test
  void aQueuesSubscriptionIsEndedByItsOwnerOnly() {
    var arn = topics.subscribe(topic, "sqs", topics.queues.make("q"), Map.of());
    var request = UnsubscribeRequest.builder().subscriptionArn(arn).build();
    for (var caller :
        new dev.hearth.wire.Caller[] {
          TestTopics.anonymous(), TestTopics.caller(TestTopics.OTHER)
        }) {
      assertThatThrownBy(() -> topics.run(request, UnsubscribeResponse.class, caller))
          .isInstanceOfSatisfying(
              ServiceException.class, e -> assertThat(e.code()).isEqualTo("AuthorizationError"));
    }
    topics.run(request, UnsubscribeResponse.class);
    topics.run(request, UnsubscribeResponse.class);

    assertThatThrownBy(() -> attributes(arn)).hasMessageContaining("Subscription does not exist");
  }

  @Test
  void subscribingTwiceGivesTheSameUnlessTheAttributesDiffer() {
    var queue = topics.queues.make("q");
    var arn = topics.subscribe(topic, "sqs", queue, Map.of("RawMessageDelivery", "true"));

    assertThat(topics.subscribe(topic, "sqs", queue, Map.of("RawMessageDelivery", "true")))
        .isEqualTo(arn);
    assertThat(
            topics
                .run(request(topic, "sqs", queue).build(), SubscribeResponse.class)
                .subscriptionArn())
        .isEqualTo(arn);
    assertRefused(
        request(topic, "sqs", queue).attributes(Map.of("RawMessageDelivery", "false")),
        "InvalidParameter",
        "different attributes");
  }

  @Test
  void anotherAccountsQueueMustAgreeFirst() {
    var arn = "arn:aws:sqs:us-east-1:123456789012:q";
    var queue = topics.queues.make("q");
    assertThat(queue).isEqualTo(arn);
    var answer =
        topics.run(
            request(topic, "sqs", queue).build(),
            SubscribeResponse.class,
            TestTopics.caller(TestTopics.OTHER));

    assertThat(answer.subscriptionArn()).isEqualTo("pending confirmation");
    assertThat(topics.queues.bodies(queue))
        .singleElement()
        .satisfies(body -> assertThat(body).contains("SubscriptionConfirmation", "\"Token\""));
  }

  @ParameterizedTest
  @CsvSource({
    "ftp, ftp://x, does not support this protocol string",
    "http, https://example.org, must match the specified protocol",
    "http, http:///x, must match the specified protocol",
    "email, nobody, Email address",
    "sms, hello, Invalid SMS endpoint",
    "sqs, https://sqs/q, SQS endpoint ARN",
    "sqs, arn:aws:sqs:eu-west-1:123456789012:q, not in the region",
    "sqs, arn:aws:sqs:us-east-1:123456789012:q.fifo, FIFO SQS Queues",
    "lambda, arn:aws:lambda:us-east-1:123456789012:layer:x, Lambda endpoint ARN",
    "lambda, arn:aws:lambda:us-east-1:210987654321:function:x, account that it belongs to",
    "application, arn:aws:sns:us-east-1:123456789012:app/GCM/x, endpoint arn invalid",
    "firehose, arn:aws:firehose:us-east-1:123456789012:deliverystream/x, Firehose"
  })
  void badEndpointsAreRefused(String protocol, String endpoint, String text) {
    assertRefused(request(topic, protocol, endpoint), "InvalidParameter", text);
  }

  @Test
  void aFifoTopicTakesQueuesOnly() {
    assertRefused(
        request(topics.topic("t.fifo"), "email", "a@example.org"),
        "InvalidParameter",
        "only sqs is supported");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "lambda | RawMessageDelivery | true | does not support raw",
        "sqs | RawMessageDelivery | yes | Must be true or false",
        "sqs | FilterPolicyScope | Body | MessageBody or MessageAttributes",
        "sqs | FilterPolicy | [] | Filter is not an object",
        "sqs | DeliveryPolicy | {} | HTTP and HTTPS",
        "sqs | RedrivePolicy | {} | invalid arn",
        "sqs | RedrivePolicy | {\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:210987654321:d\"} |"
            + " same region and account",
        "sqs | SubscriptionRoleArn | arn:aws:iam::123456789012:role/r | Firehose",
        "sqs | ReplayPolicy | {} | no archive",
        "sqs | Colour | red | AttributeName",
      })
  void badAttributesAreRefused(String protocol, String name, String value, String text) {
    var endpoint =
        protocol.equals("sqs")
            ? topics.queues.make("q")
            : "arn:aws:lambda:us-east-1:123456789012:function:f";
    assertRefused(
        request(topic, protocol, endpoint).attributes(Map.of(name, value)),
        "InvalidParameter",
        text);
  }

  @Test
  void attributesAreSetShownAndTakenAway() {
    var arn = topics.subscribe(topic, "http", "http://user:pass@127.0.0.1:1/", Map.of());
    set(arn, "DeliveryPolicy", "{\"healthyRetryPolicy\":{\"numRetries\":7}}");
    set(arn, "FilterPolicyScope", "MessageBody");
    set(arn, "FilterPolicy", "{\"a\":{\"b\":[1]}}");

    assertThat(attributes(arn))
        .containsEntry("Endpoint", "http://user:****@127.0.0.1:1/")
        .containsEntry("Protocol", "http")
        .containsEntry("PendingConfirmation", "true")
        .containsEntry("FilterPolicyScope", "MessageBody")
        .hasEntrySatisfying(
            "EffectiveDeliveryPolicy", policy -> assertThat(policy).contains("\"numRetries\":7"));
    set(arn, "FilterPolicy", "{}");
    assertThat(attributes(arn)).doesNotContainKey("FilterPolicy");
  }

  private void set(String arn, String name, String value) {
    topics.run(
        SetSubscriptionAttributesRequest.builder()
            .subscriptionArn(arn)
            .attributeName(name)
            .attributeValue(value)
            .build(),
        SetSubscriptionAttributesResponse.class);
  }

  @Test
  void everyPageOfSubscriptionsIsReached() {
    for (int i = 0; i < 130; i++) {
      topics.subscribe(topic, "sqs", topics.queues.make("q" + i), Map.of());
    }
    var first =
        topics.run(
            ListSubscriptionsByTopicRequest.builder().topicArn(topic).build(),
            ListSubscriptionsByTopicResponse.class);
    var second =
        topics.run(
            ListSubscriptionsByTopicRequest.builder()
                .topicArn(topic)
                .nextToken(first.nextToken())
                .build(),
            ListSubscriptionsByTopicResponse.class);
    var all = new HashSet<>(first.subscriptions());
    all.addAll(second.subscriptions());
    assertThat(first.subscriptions()).hasSize(100);
    assertThat(second.nextToken()).isNull();
    assertThat(all).hasSize(130);

    var own =
        topics.run(ListSubscriptionsRequest.builder().build(), ListSubscriptionsResponse.class);
    var rest =
        topics.run(
            ListSubscriptionsRequest.builder().nextToken(own.nextToken()).build(),
            ListSubscriptionsResponse.class);
    assertThat(own.subscriptions().size() + rest.subscriptions().size()).isEqualTo(130);
  }
}
