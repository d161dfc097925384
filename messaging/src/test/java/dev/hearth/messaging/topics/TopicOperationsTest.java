package dev.hearth.messaging.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.kernel.ServiceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.sns.model.*; // nearly all of them

class TopicOperationsTest {
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

  private void assertRefused(SdkPojo request, String code, String text) {
    assertThatThrownBy(() -> topics.run(request, SdkPojo.class))
        .isInstanceOfSatisfying(ServiceException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(text);
  }

  private static CreateTopicRequest create(String name, Map<String, String> attributes) {
    return CreateTopicRequest.builder().name(name).attributes(attributes).build();
  }

  private Map<String, String> attributes(String topic) {
    return topics
        .run(
            GetTopicAttributesRequest.builder().topicArn(topic).build(),
            GetTopicAttributesResponse.class)
        .attributes();
  }

  private void set(String topic, String name, String value) {
    topics.run(setting(topic, name, value), SetTopicAttributesResponse.class);
  }

  private static SetTopicAttributesRequest setting(String topic, String name, String value) {
    return SetTopicAttributesRequest.builder()
        .topicArn(topic)
        .attributeName(name)
        .attributeValue(value)
        .build();
  }

  @Test
  void makingATopicTwiceGivesTheSameUnlessItDiffers() {
    var made = topics.run(create("t", Map.of("DisplayName", "a")), CreateTopicResponse.class);

    assertThat(made.topicArn()).isEqualTo("arn:aws:sns:us-east-1:123456789012:t");
    assertThat(topics.run(create("t", Map.of()), CreateTopicResponse.class)).isEqualTo(made);
    assertThat(topics.run(create("t", Map.of("DisplayName", "a")), CreateTopicResponse.class))
        .isEqualTo(made);
    assertRefused(
        create("t", Map.of("DisplayName", "b")), "InvalidParameter", "different attributes");
    assertRefused(
        CreateTopicRequest.builder()
            .name("t")
            .tags(Tag.builder().key("k").value("v").build())
            .build(),
        "InvalidParameter",
        "different tags");
  }

  @Test
  void badNamesAndAttributesAreRefused() {
    assertRefused(create("a b", Map.of()), "InvalidParameter", "Topic Name");
    assertRefused(create("a".repeat(257), Map.of()), "InvalidParameter", "Topic Name");
    assertRefused(create("t.fifo", Map.of()), "InvalidParameter", "Topic Name");
    assertRefused(
        create("t", Map.of("FifoTopic", "true")), "InvalidParameter", "must end with .fifo");
    assertRefused(
        create("t", Map.of("ContentBasedDeduplication", "true")),
        "InvalidParameter",
        "FIFO topics");
    assertRefused(
        create("t.fifo", Map.of("FifoTopic", "true", "ArchivePolicy", "{}")),
        "InvalidParameter",
        "no archive");
    assertRefused(create("t", Map.of("KmsMasterKeyId", "a\nb")), "InvalidParameter", "Kms");
    assertRefused(create("t", Map.of("Policy", "{")), "InvalidParameter", "Policy Error");
    assertRefused(create("t", Map.of("Colour", "red")), "InvalidParameter", "AttributeName");
    assertRefused(
        create("t", Map.of("SQSSuccessFeedbackSampleRate", "101")),
        "InvalidParameter",
        "SampleRate");
  }

  @Test
  void aTopicShowsWhatWasSetAndWhatFollows() {
    var topic = topics.topic("t");
    topics.subscribe(topic, "sqs", topics.queues.make("q"), Map.of());
    topics.subscribe(topic, "email", "a@example.org", Map.of());
    set(topic, "DisplayName", "Name");
    set(topic, "SignatureVersion", "2");
    set(topic, "DeliveryPolicy", "{\"http\":{\"defaultHealthyRetryPolicy\":{\"numRetries\":5}}}");

    assertThat(attributes(topic))
        .containsEntry("TopicArn", topic)
        .containsEntry("Owner", "123456789012")
        .containsEntry("DisplayName", "Name")
        .containsEntry("SignatureVersion", "2")
        .containsEntry("SubscriptionsConfirmed", "1")
        .containsEntry("SubscriptionsPending", "1")
        .containsEntry("SubscriptionsDeleted", "0")
        .hasEntrySatisfying(
            "EffectiveDeliveryPolicy",
            policy ->
                assertThat(policy).contains("\"numRetries\":5", "\"backoffFunction\":\"linear\""))
        .hasEntrySatisfying(
            "Policy",
            policy -> assertThat(policy).contains("__default_policy_ID", "AWS:SourceOwner"));
    set(topic, "DisplayName", "");
    assertThat(attributes(topic)).containsEntry("DisplayName", "");
  }

  @Test
  void permissionsAreAddedToThePolicyAndTakenBack() {
    var topic = topics.topic("t");
    var request =
        AddPermissionRequest.builder()
            .topicArn(topic)
            .label("L")
            .awsAccountIds("210987654321")
            .actionNames("Publish")
            .build();
    topics.run(request, AddPermissionResponse.class);

    assertThat(topics.policy(topic).orElseThrow())
        .contains("\"Sid\":\"L\"", "arn:aws:iam::210987654321:root", "SNS:Publish");
    assertRefused(request, "InvalidParameter", "Statement already exists");
    assertRefused(
        request.toBuilder().label("M").actionNames("Fly").build(),
        "InvalidParameter",
        "out of service scope");
    topics.run(
        RemovePermissionRequest.builder().topicArn(topic).label("L").build(),
        RemovePermissionResponse.class);
    assertThat(topics.policy(topic).orElseThrow()).doesNotContain("210987654321");
  }

  @Test
  void everyPageOfTopicsIsReached() {
    for (int i = 0; i < 205; i++) {
      topics.topic("t%03d".formatted(i));
    }

    var names = new ArrayList<String>();
    String token = null;
    do {
      var page =
          topics.run(
              ListTopicsRequest.builder().nextToken(token).build(), ListTopicsResponse.class);
      assertThat(page.topics()).hasSizeLessThanOrEqualTo(100);
      page.topics().forEach(topic -> names.add(topic.topicArn()));
      token = page.nextToken();
    } while (token != null);
    assertThat(new HashSet<>(names)).hasSize(205).hasSameSizeAs(names);
    assertRefused(
        ListTopicsRequest.builder().nextToken("?").build(), "InvalidParameter", "NextToken");
  }

  @Test
  void deletingATopicTakesItsSubscriptionsAndIsNoErrorTwice() {
    var topic = topics.topic("t");
    var subscription = topics.subscribe(topic, "sqs", topics.queues.make("q"), Map.of());
    var request = DeleteTopicRequest.builder().topicArn(topic).build();
    topics.run(request, DeleteTopicResponse.class);
    topics.run(request, DeleteTopicResponse.class);

    assertRefused(
        GetTopicAttributesRequest.builder().topicArn(topic).build(), "NotFound", "Topic does not");
    assertRefused(
        GetSubscriptionAttributesRequest.builder().subscriptionArn(subscription).build(),
        "NotFound",
        "Subscription does not");
    assertThat(topics.policy(topic)).isEmpty();
  }

  @Test
  void tagsAreAddedListedAndTakenAway() {
    var topic = topics.topic("t");
    topics.run(
        TagResourceRequest.builder()
            .resourceArn(topic)
            .tags(
                Tag.builder().key("a").value("1").build(),
                Tag.builder().key("b").value("2").build())
            .build(),
        TagResourceResponse.class);
    topics.run(
        UntagResourceRequest.builder().resourceArn(topic).tagKeys("a").build(),
        UntagResourceResponse.class);

    assertThat(
            topics
                .run(
                    ListTagsForResourceRequest.builder().resourceArn(topic).build(),
                    ListTagsForResourceResponse.class)
                .tags())
        .containsExactly(Tag.builder().key("b").value("2").build());
    assertRefused(
        ListTagsForResourceRequest.builder().resourceArn(topic + "x").build(),
        "ResourceNotFound",
        "Resource does not exist");
  }

  @Test
  void aDataProtectionPolicyIsRefusedRatherThanKept() {
    var topic = topics.topic("t");
    assertRefused(
        PutDataProtectionPolicyRequest.builder()
            .resourceArn(topic)
            .dataProtectionPolicy("{}")
            .build(),
        "InvalidParameter",
        "personal data");
  }

  @Test
  void aDeviceIsMadeOnceForAToken() {
    var application =
        topics
            .run(
                CreatePlatformApplicationRequest.builder()
                    .name("app")
                    .platform("GCM")
                    .attributes(Map.of("PlatformCredential", "secret"))
                    .build(),
                CreatePlatformApplicationResponse.class)
            .platformApplicationArn();
    var request =
        CreatePlatformEndpointRequest.builder()
            .platformApplicationArn(application)
            .token("tok")
            .build();
    var device = topics.run(request, CreatePlatformEndpointResponse.class).endpointArn();

    assertThat(topics.run(request, CreatePlatformEndpointResponse.class).endpointArn())
        .isEqualTo(device);
    assertRefused(
        request.toBuilder().customUserData("x").build(), "InvalidParameter", "already exists");
    assertThat(
            topics
                .run(
                    GetPlatformApplicationAttributesRequest.builder()
                        .platformApplicationArn(application)
                        .build(),
                    GetPlatformApplicationAttributesResponse.class)
                .attributes())
        .doesNotContainKey("PlatformCredential")
        .containsEntry("Enabled", "true");

    var publish = PublishRequest.builder().targetArn(device).message("m").build();
    topics.run(publish, PublishResponse.class);
    assertThat(topics.part.outbox().list(TestTopics.ACCOUNT, device, Long.MAX_VALUE, 9)).hasSize(1);
    topics.run(
        SetEndpointAttributesRequest.builder()
            .endpointArn(device)
            .attributes(Map.of("Enabled", "false"))
            .build(),
        SetEndpointAttributesResponse.class);
    assertRefused(publish, "EndpointDisabled", "disabled");
    assertThat(
            topics
                .run(
                    ListEndpointsByPlatformApplicationRequest.builder()
                        .platformApplicationArn(application)
                        .build(),
                    ListEndpointsByPlatformApplicationResponse.class)
                .endpoints())
        .extracting(Endpoint::endpointArn)
        .isEqualTo(List.of(device));
  }

  @Test
  void settingsForSmsAreKept() {
    topics.run(
        SetSmsAttributesRequest.builder()
            .attributes(Map.of("DefaultSMSType", "Promotional", "DefaultSenderID", "me"))
            .build(),
        SetSmsAttributesResponse.class);

    assertThat(
            topics
                .run(
                    GetSmsAttributesRequest.builder().attributes("DefaultSMSType").build(),
                    GetSmsAttributesResponse.class)
                .attributes())
        .containsExactly(Map.entry("DefaultSMSType", "Promotional"));
    assertRefused(
        SetSmsAttributesRequest.builder().attributes(Map.of("x", "y")).build(),
        "InvalidParameter",
        "x is not a valid attribute");
  }
}
