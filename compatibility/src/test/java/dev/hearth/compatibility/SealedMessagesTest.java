package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.KmsAccessDeniedException;
import software.amazon.awssdk.services.sqs.model.KmsDisabledException;
import software.amazon.awssdk.services.sqs.model.KmsNotFoundException;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// Queues with a customer's KMS key, as AWS's own clients use them.
@ExtendWith(Cloud.Extension.class)
class SealedMessagesTest {
  private static final String CANARY = "canary-" + UUID.randomUUID();
  private static final String MANY =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":%s,"Resource":"*"}]}\
      """;

  private final Cloud cloud;
  private final String name = "sealed-" + UUID.randomUUID();
  private final SqsClient sqs;
  private final KmsClient kms;
  private final IamClient iam;
  private final List<AutoCloseable> open = new ArrayList<>();

  SealedMessagesTest(Cloud cloud) {
    this.cloud = cloud;
    sqs = client(SqsClient.builder(), cloud.accessKeyId(), cloud.secretAccessKey());
    kms = client(KmsClient.builder(), cloud.accessKeyId(), cloud.secretAccessKey());
    iam = client(IamClient.builder(), cloud.accessKeyId(), cloud.secretAccessKey());
  }

  private <C extends AutoCloseable, B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>>
      C client(B builder, String accessKeyId, String secret) {
    var client =
        builder
            .endpointOverride(cloud.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, secret)))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    open.add(client);
    return client;
  }

  @AfterEach
  void close() throws Exception {
    for (var client : open) {
      client.close();
    }
  }

  /// SQS in the name of a user who may do this only.
  private SqsClient user(String suffix, String... actions) {
    var user = name + "-" + suffix;
    iam.createUser(r -> r.userName(user));
    iam.putUserPolicy(
        r ->
            r.userName(user)
                .policyName("p")
                .policyDocument(MANY.formatted("[\"" + String.join("\",\"", actions) + "\"]")));
    AccessKey key = iam.createAccessKey(r -> r.userName(user)).accessKey();
    return client(SqsClient.builder(), key.accessKeyId(), key.secretAccessKey());
  }

  private String queue(String suffix, String key) {
    return sqs.createQueue(
            r ->
                r.queueName(name + suffix)
                    .attributes(Map.of(QueueAttributeName.KMS_MASTER_KEY_ID, key)))
        .queueUrl();
  }

  private static List<Message> receive(SqsClient client, String url) {
    return client
        .receiveMessage(r -> r.queueUrl(url).maxNumberOfMessages(10).messageAttributeNames("All"))
        .messages();
  }

  private void assertNotInTheDataFolder(String text) throws IOException {
    try (var files = Files.walk(cloud.data())) {
      var all = files.filter(Files::isRegularFile).toList();
      assertThat(all)
          .extracting(file -> file.getFileName().toString())
          .contains("messaging.db-wal");
      for (var file : all) {
        assertThat(bytes(file)).as(file.toString()).doesNotContain(text);
      }
    }
  }

  /// SQLite's files are not opened but by the server itself, whose locks that would drop; a copy by
  /// another process does not.
  private static String bytes(Path file) throws IOException {
    var copy = new ProcessBuilder("cat", file.toString()).start();
    try (var out = copy.getInputStream()) {
      return new String(out.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void aBodyGoesRoundAndIsInNoFileOfTheDataFolder() throws IOException {
    var key = kms.createKey().keyMetadata();
    kms.createAlias(r -> r.aliasName("alias/" + name).targetKeyId(key.keyId()));
    var url = queue("", "alias/" + name);
    var attribute = MessageAttributeValue.builder().dataType("String").stringValue(CANARY).build();
    sqs.sendMessage(
        r -> r.queueUrl(url).messageBody(CANARY).messageAttributes(Map.of("a", attribute)));
    assertNotInTheDataFolder(CANARY);
    assertThat(receive(sqs, url))
        .singleElement()
        .satisfies(
            message -> {
              assertThat(message.body()).isEqualTo(CANARY);
              assertThat(message.messageAttributes()).containsExactly(Map.entry("a", attribute));
            });
  }

  @Test
  void theSenderNeedsToMakeDataKeysAndTheReceiverToOpenThem() {
    var key = kms.createKey().keyMetadata();
    var url = queue("", key.arn());
    var nobody = user("nobody", "sqs:*");
    assertThatThrownBy(() -> nobody.sendMessage(r -> r.queueUrl(url).messageBody("x")))
        .isInstanceOf(KmsAccessDeniedException.class)
        .hasMessageContaining("kms:GenerateDataKey");
    var half = user("half", "sqs:*", "kms:GenerateDataKey");
    assertThatThrownBy(() -> half.sendMessage(r -> r.queueUrl(url).messageBody("x")))
        .isInstanceOf(KmsAccessDeniedException.class)
        .hasMessageContaining("kms:Decrypt"); // a new data key is verified
    user("sender", "sqs:*", "kms:GenerateDataKey", "kms:Decrypt")
        .sendMessage(r -> r.queueUrl(url).messageBody("x"));
    assertThatThrownBy(() -> receive(half, url))
        .isInstanceOf(KmsAccessDeniedException.class)
        .hasMessageContaining("kms:Decrypt");
    assertThat(receive(user("receiver", "sqs:*", "kms:Decrypt"), url))
        .extracting(Message::body)
        .containsExactly("x");
  }

  @Test
  void aKeyThatIsMissingOrDisabledRefusesInTheWordsOfSqs() {
    var missing = queue("-missing", UUID.randomUUID().toString());
    assertThatThrownBy(() -> sqs.sendMessage(r -> r.queueUrl(missing).messageBody("x")))
        .isInstanceOfSatisfying(
            KmsNotFoundException.class,
            e ->
                assertThat(e.awsErrorDetails().errorCode())
                    .isIn("KMS.NotFoundException", "KmsNotFound"));
    var key = kms.createKey().keyMetadata();
    var disabled = queue("-disabled", key.keyId());
    kms.disableKey(r -> r.keyId(key.keyId()));
    assertThatThrownBy(() -> sqs.sendMessage(r -> r.queueUrl(disabled).messageBody("x")))
        .isInstanceOf(KmsDisabledException.class);
  }

  @Test
  void theManagedKeyOfSqsServesEverybodyInTheAccount() {
    var url = queue("", "alias/aws/sqs");
    var user = user("user", "sqs:*");
    user.sendMessage(r -> r.queueUrl(url).messageBody("x"));
    assertThat(receive(user, url)).extracting(Message::body).containsExactly("x");
  }

  @Test
  void aTopicSendsToAQueueWhoseKeyLetsIt() {
    var sns = client(SnsClient.builder(), cloud.accessKeyId(), cloud.secretAccessKey());
    var topic = sns.createTopic(r -> r.name(name)).topicArn();
    var key = kms.createKey().keyMetadata();
    var url = queue("", key.arn());
    var arn = arn(url);
    sqs.setQueueAttributes(
        r ->
            r.queueUrl(url)
                .attributes(
                    Map.of(
                        QueueAttributeName.POLICY,
                        statement("sqs:SendMessage", arn, topic).formatted(""))));
    sns.subscribe(
        r ->
            r.topicArn(topic)
                .protocol("sqs")
                .endpoint(arn)
                .attributes(Map.of("RawMessageDelivery", "true")));
    sns.publish(r -> r.topicArn(topic).message("refused"));
    var root = "arn:aws:iam::" + arn.split(":", -1)[4] + ":root";
    var everything =
        ",{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"%s\"},\"Action\":\"kms:*\",\"Resource\":\"*\"}"
            .formatted(root);
    kms.putKeyPolicy(
        r ->
            r.keyId(key.keyId())
                .policy(
                    statement("kms:GenerateDataKey\",\"kms:Decrypt", "*", topic)
                        .formatted(everything)));
    sns.publish(r -> r.topicArn(topic).message("taken"));
    assertThat(receive(sqs, url)).extracting(Message::body).containsExactly("taken");
  }

  @Test
  void aMappingOpensMessagesInTheNameOfItsRole() throws Exception {
    try (var function = new PythonFunction(cloud)) {
      function.create("assert event['Records'][0]['body'] == 'x'");
      var url = queue("", kms.createKey().keyMetadata().arn());
      iam.putRolePolicy(
          r ->
              r.roleName(function.name())
                  .policyName("queues")
                  .policyDocument(MANY.formatted("[\"sqs:*\",\"kms:Decrypt\"]")));
      var mapping =
          function
              .lambda()
              .createEventSourceMapping(
                  r -> r.functionName(function.name()).eventSourceArn(arn(url)));
      sqs.sendMessage(r -> r.queueUrl(url).messageBody("x"));
      Await.until(() -> left(url), "00"::equals);
      function.lambda().deleteEventSourceMapping(r -> r.uuid(mapping.uuid()));
    }
  }

  private String left(String url) {
    return String.join(
        "",
        sqs.getQueueAttributes(
                r ->
                    r.queueUrl(url)
                        .attributeNames(
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
            .attributesAsStrings()
            .values());
  }

  private static String statement(String action, String resource, String topic) {
    return """
    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},\
    "Action":["%s"],"Resource":"%s","Condition":{"ArnEquals":{"aws:SourceArn":"%s"}}}%%s]}\
    """
        .formatted(action, resource, topic);
  }

  private String arn(String url) {
    return Objects.requireNonNull(
        sqs.getQueueAttributes(r -> r.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes()
            .get(QueueAttributeName.QUEUE_ARN));
  }
}
