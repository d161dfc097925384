package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchEntryIdsNotDistinctException;
import software.amazon.awssdk.services.sqs.model.EmptyBatchRequestException;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SqsException;
import software.amazon.awssdk.services.sqs.model.TooManyEntriesInBatchRequestException;
import software.amazon.awssdk.services.sqs.model.UnsupportedOperationException;

@SuppressWarnings("unchecked") // the SDK takes builders by varargs
@ExtendWith(Cloud.Extension.class)
class QueuesTest {
  private final Cloud cloud;
  private final SqsClient sqs;
  private final List<String> made = new ArrayList<>();

  QueuesTest(Cloud cloud) {
    this.cloud = cloud;
    sqs = client(cloud.accessKeyId(), cloud.secretAccessKey());
  }

  private SqsClient client(String keyId, String secret) {
    return SqsClient.builder()
        .endpointOverride(cloud.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(keyId, secret)))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  @AfterEach
  void deleteThem() {
    made.forEach(url -> sqs.deleteQueue(r -> r.queueUrl(url)));
    sqs.close();
  }

  private String create(String suffix, Map<QueueAttributeName, String> attributes) {
    var name = "q-" + UUID.randomUUID() + suffix;
    var url = sqs.createQueue(r -> r.queueName(name).attributes(attributes)).queueUrl();
    made.add(url);
    return url;
  }

  private String arn(String url) {
    return Objects.requireNonNull(
        sqs.getQueueAttributes(r -> r.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes()
            .get(QueueAttributeName.QUEUE_ARN));
  }

  private List<Message> receive(String url) {
    return sqs.receiveMessage(r -> r.queueUrl(url).maxNumberOfMessages(10)).messages();
  }

  private String depth(String url) {
    return Objects.requireNonNull(
        sqs.getQueueAttributes(r -> r.queueUrl(url).attributeNames(QueueAttributeName.ALL))
            .attributes()
            .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
  }

  private static SendMessageBatchRequestEntry entry(String id, String body) {
    return SendMessageBatchRequestEntry.builder().id(id).messageBody(body).build();
  }

  @Test
  void aLongPollIsAnsweredByWhatIsSentMeanwhile() throws Exception {
    var url = create("", Map.of());
    var received =
        CompletableFuture.supplyAsync(
            () -> sqs.receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(20)).messages());
    sqs.sendMessage(r -> r.queueUrl(url).messageBody("x"));
    assertThat(received.get(19, TimeUnit.SECONDS)).hasSize(1);
  }

  @Test
  void batchesAreRefusedAsAWholeForTheirForm() {
    var url = create("", Map.of());
    assertThatThrownBy(() -> sqs.sendMessageBatch(r -> r.queueUrl(url).entries(List.of())))
        .isInstanceOf(EmptyBatchRequestException.class);
    assertThatThrownBy(
            () ->
                sqs.sendMessageBatch(
                    r -> r.queueUrl(url).entries(entry("a", "1"), entry("a", "2"))))
        .isInstanceOf(BatchEntryIdsNotDistinctException.class);
    var eleven = new ArrayList<SendMessageBatchRequestEntry>();
    for (int i = 0; i < 11; i++) {
      eleven.add(entry("e" + i, "x"));
    }
    assertThatThrownBy(() -> sqs.sendMessageBatch(r -> r.queueUrl(url).entries(eleven)))
        .isInstanceOf(TooManyEntriesInBatchRequestException.class);
    var half = "x".repeat(600_000);
    assertThatThrownBy(
            () ->
                sqs.sendMessageBatch(
                    r -> r.queueUrl(url).entries(entry("a", half), entry("b", half))))
        .hasMessageContaining("Batch requests cannot be longer than 1048576 bytes");
    assertThat(depth(url)).isEqualTo("0");
  }

  @Test
  void aMessageIsAMebibyteAtMost() {
    var url = create("", Map.of());
    sqs.sendMessage(r -> r.queueUrl(url).messageBody("x".repeat(1_048_576)));
    assertThat(receive(url).getFirst().body()).hasSize(1_048_576);
    assertThatThrownBy(
            () -> sqs.sendMessage(r -> r.queueUrl(url).messageBody("x".repeat(1_048_577))))
        .hasMessageContaining("Message must be shorter than 1048576 bytes");
  }

  @Test
  void howFullAQueueIsIsToldWithTheAgeOfItsOldestMessage() throws Exception {
    var url = create("", Map.of());
    sqs.sendMessage(r -> r.queueUrl(url).messageBody("a"));
    sqs.sendMessage(r -> r.queueUrl(url).messageBody("b"));
    sqs.receiveMessage(r -> r.queueUrl(url).maxNumberOfMessages(1));
    var name = url.substring(url.lastIndexOf('/') + 1);
    var answer =
        new SignedHttp(cloud.endpoint())
            .send(
                AwsBasicCredentials.create(cloud.accessKeyId(), cloud.secretAccessKey()),
                Duration.ZERO,
                "hearth",
                "GET",
                "/_hearth/queues?after=" + name.substring(0, name.length() - 1),
                Map.of(),
                "");
    var shown = new ObjectMapper().readTree(answer.body()).at("/queues/0");
    assertThat(shown.path("name").asText()).isEqualTo(name);
    assertThat(shown.path("visible").asInt()).isEqualTo(1);
    assertThat(shown.path("inFlight").asInt()).isEqualTo(1);
    assertThat(shown.path("oldestMillis").asLong()).isPositive();
    assertThat(shown.path("deadLetterQueue").isNull()).isTrue();
  }

  @Test
  void deadLettersAreMovedBack() {
    var dead = create("", Map.of());
    var url =
        create(
            "",
            Map.of(
                QueueAttributeName.REDRIVE_POLICY,
                "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":\"1\"}".formatted(arn(dead)),
                QueueAttributeName.VISIBILITY_TIMEOUT,
                "0"));
    sqs.sendMessage(r -> r.queueUrl(url).messageBody("poison"));
    assertThat(receive(url)).hasSize(1);
    assertThat(receive(url)).isEmpty();
    assertThat(depth(dead)).isEqualTo("1");
    assertThat(sqs.listDeadLetterSourceQueues(r -> r.queueUrl(dead)).queueUrls())
        .containsExactly(url);
    assertThatThrownBy(() -> sqs.startMessageMoveTask(r -> r.sourceArn(arn(url))))
        .hasMessageContaining("must be configured as a Dead Letter Queue");
    var deadArn = arn(dead);
    sqs.startMessageMoveTask(r -> r.sourceArn(deadArn));
    assertThatThrownBy(() -> sqs.startMessageMoveTask(r -> r.sourceArn(deadArn)))
        .isInstanceOf(UnsupportedOperationException.class);
    Await.until(() -> depth(url), "1"::equals);
    var task = sqs.listMessageMoveTasks(r -> r.sourceArn(deadArn)).results().getFirst();
    assertThat(task.status()).isEqualTo("COMPLETED");
    assertThat(task.approximateNumberOfMessagesMoved()).isEqualTo(1);
    assertThat(depth(dead)).isEqualTo("0");
  }

  @Test
  void deletingTheQueueEndsALongPoll() throws Exception {
    var url = create("", Map.of());
    made.remove(url);
    var received =
        CompletableFuture.supplyAsync(
            () -> sqs.receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(20)).messages());
    sqs.deleteQueue(r -> r.queueUrl(url));
    assertThat(received)
        .failsWithin(Duration.ofSeconds(19))
        .withThrowableThat()
        .withRootCauseInstanceOf(QueueDoesNotExistException.class);
  }

  @Test
  void everyOperationIsRefusedToWhoHasNoPermission() {
    var url = create("", Map.of());
    var queueArn = arn(url);
    try (var iam =
        IamClient.builder()
            .endpointOverride(cloud.endpoint())
            .region(Region.AWS_GLOBAL)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(cloud.accessKeyId(), cloud.secretAccessKey())))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build()) {
      var user = "sqs-" + UUID.randomUUID();
      iam.createUser(r -> r.userName(user));
      var key = iam.createAccessKey(r -> r.userName(user)).accessKey();
      try (var nobody = client(key.accessKeyId(), key.secretAccessKey())) {
        var calls = new HashMap<String, Runnable>();
        calls.put("SendMessage", () -> nobody.sendMessage(r -> r.queueUrl(url).messageBody("x")));
        calls.put(
            "SendMessageBatch",
            () -> nobody.sendMessageBatch(r -> r.queueUrl(url).entries(entry("a", "b"))));
        calls.put("ReceiveMessage", () -> nobody.receiveMessage(r -> r.queueUrl(url)));
        calls.put(
            "DeleteMessage", () -> nobody.deleteMessage(r -> r.queueUrl(url).receiptHandle("x")));
        calls.put(
            "DeleteMessageBatch",
            () ->
                nobody.deleteMessageBatch(
                    r -> r.queueUrl(url).entries(e -> e.id("a").receiptHandle("x"))));
        calls.put(
            "ChangeMessageVisibility",
            () ->
                nobody.changeMessageVisibility(
                    r -> r.queueUrl(url).receiptHandle("x").visibilityTimeout(1)));
        calls.put(
            "ChangeMessageVisibilityBatch",
            () ->
                nobody.changeMessageVisibilityBatch(
                    r ->
                        r.queueUrl(url)
                            .entries(e -> e.id("a").receiptHandle("x").visibilityTimeout(1))));
        calls.put("CreateQueue", () -> nobody.createQueue(r -> r.queueName("x")));
        calls.put("DeleteQueue", () -> nobody.deleteQueue(r -> r.queueUrl(url)));
        calls.put("GetQueueUrl", () -> nobody.getQueueUrl(r -> r.queueName("x")));
        calls.put("GetQueueAttributes", () -> nobody.getQueueAttributes(r -> r.queueUrl(url)));
        calls.put(
            "SetQueueAttributes",
            () ->
                nobody.setQueueAttributes(
                    r ->
                        r.queueUrl(url).attributes(Map.of(QueueAttributeName.DELAY_SECONDS, "1"))));
        calls.put("ListQueues", () -> nobody.listQueues());
        calls.put(
            "ListDeadLetterSourceQueues",
            () -> nobody.listDeadLetterSourceQueues(r -> r.queueUrl(url)));
        calls.put("PurgeQueue", () -> nobody.purgeQueue(r -> r.queueUrl(url)));
        calls.put("TagQueue", () -> nobody.tagQueue(r -> r.queueUrl(url).tags(Map.of("a", "b"))));
        calls.put("UntagQueue", () -> nobody.untagQueue(r -> r.queueUrl(url).tagKeys("a")));
        calls.put("ListQueueTags", () -> nobody.listQueueTags(r -> r.queueUrl(url)));
        calls.put(
            "AddPermission",
            () ->
                nobody.addPermission(
                    r ->
                        r.queueUrl(url)
                            .label("l")
                            .awsAccountIds("111122223333")
                            .actions("SendMessage")));
        calls.put(
            "RemovePermission", () -> nobody.removePermission(r -> r.queueUrl(url).label("l")));
        calls.put(
            "StartMessageMoveTask", () -> nobody.startMessageMoveTask(r -> r.sourceArn(queueArn)));
        calls.put(
            "ListMessageMoveTasks", () -> nobody.listMessageMoveTasks(r -> r.sourceArn(queueArn)));
        calls.put(
            "CancelMessageMoveTask",
            () ->
                nobody.cancelMessageMoveTask(
                    r ->
                        r.taskHandle(
                            java.util.Base64.getEncoder()
                                .encodeToString(
                                    ("1 " + queueArn)
                                        .getBytes(java.nio.charset.StandardCharsets.UTF_8)))));
        assertThat(calls).hasSize(23);
        var permitted = new HashSet<String>();
        calls.forEach(
            (name, call) -> {
              try {
                call.run();
                permitted.add(name);
              } catch (SqsException e) {
                if (!e.awsErrorDetails().errorCode().startsWith("AccessDenied")) {
                  permitted.add(name + ": " + e.getMessage());
                }
              }
            });
        assertThat(permitted).isEmpty();
        sqs.setQueueAttributes(
            r ->
                r.queueUrl(url)
                    .attributes(
                        Map.of(
                            QueueAttributeName.POLICY,
                            """
                            {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                             "Principal":{"AWS":"arn:aws:iam::%s:user/%s"},
                             "Action":"SQS:SendMessage","Resource":"%s"}]}
                            """
                                .formatted(cloud.account(), user, queueArn))));
        nobody.sendMessage(r -> r.queueUrl(url).messageBody("let in by the queue's policy"));
        assertThat(receive(url)).hasSize(1);
      }
      sqs.addPermission(
          r -> r.queueUrl(url).label("l").awsAccountIds("111122223333").actions("SendMessage"));
      sqs.removePermission(r -> r.queueUrl(url).label("l"));
      assertThatThrownBy(() -> sqs.removePermission(r -> r.queueUrl(url).label("l")))
          .hasMessageContaining("can't find label on existing policy");
    }
  }
}
