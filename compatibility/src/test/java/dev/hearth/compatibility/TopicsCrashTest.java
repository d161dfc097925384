package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.Runtime;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class TopicsCrashTest {
  private static final int KILLS = 3;
  private static final int MESSAGES = 20;
  private static final String TOPIC = "arn:aws:sns:us-east-1:000000000000:t";
  private static final String QUEUE = "arn:aws:sqs:us-east-1:000000000000:q";

  // Each message leaves a durable trace that is there once or not at all.
  private static final String MARK =
      """
      import boto3
      logs = boto3.client("logs")
      def handler(event, context):
          try:
              logs.create_log_group(logGroupName="ran/" + event["Records"][0]["Sns"]["Message"])
          except logs.exceptions.ResourceAlreadyExistsException:
              pass
      """;

  @TempDir private Path folder;

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void everyMessageThatWasPublishedReachesQueueAndFunctionAlthoughHearthIsKilled()
      throws Exception {
    var published = new HashSet<String>();
    for (int kill = 0; kill < KILLS; kill++) {
      try (var hearth = HearthProcess.start(folder.resolve("data"))) {
        if (kill == 0) {
          deploy(hearth);
        }
        publish(hearth, kill * MESSAGES, published);
      }
    }
    assertThat(published).hasSizeGreaterThan(KILLS * MESSAGES / 2);
    try (var hearth = HearthProcess.start(folder.resolve("data"))) {
      var ran = Await.until(() -> ran(hearth), all -> all.containsAll(published));
      assertThat(ran).containsAll(published);
      assertThat(queued(hearth)).containsAll(published);
    }
  }

  private static void publish(HearthProcess hearth, int first, Set<String> published)
      throws InterruptedException {
    try (var sns = client(SnsClient.builder(), hearth).build()) {
      for (int n = first; n < first + MESSAGES; n++) {
        var message = "m" + n;
        if (n == first + MESSAGES * 3 / 4) {
          hearth.kill();
        }
        sns.publish(r -> r.topicArn(TOPIC).message(message));
        published.add(message);
      }
    } catch (SdkClientException e) {
      assertThat(e).hasMessageContaining("onnect"); // nobody answers any more
    }
  }

  private static Set<String> ran(HearthProcess hearth) {
    var ran = new HashSet<String>();
    try (var logs = client(CloudWatchLogsClient.builder(), hearth).build()) {
      logs.describeLogGroupsPaginator(r -> r.logGroupNamePrefix("ran/"))
          .logGroups()
          .forEach(group -> ran.add(group.logGroupName().substring("ran/".length())));
    }
    return ran;
  }

  private static Set<String> queued(HearthProcess hearth) {
    var queued = new HashSet<String>();
    try (var sqs = client(SqsClient.builder(), hearth).build()) {
      var url = sqs.getQueueUrl(r -> r.queueName("q")).queueUrl();
      for (var page = sqs.receiveMessage(r -> r.queueUrl(url).maxNumberOfMessages(10));
          !page.messages().isEmpty();
          page = sqs.receiveMessage(r -> r.queueUrl(url).maxNumberOfMessages(10))) {
        page.messages().forEach(message -> queued.add(message.body()));
      }
    }
    return queued;
  }

  private static void deploy(HearthProcess hearth) {
    try (var iam = client(IamClient.builder(), hearth).build();
        var lambda = client(LambdaClient.builder(), hearth).build();
        var sqs = client(SqsClient.builder(), hearth).build();
        var sns = client(SnsClient.builder(), hearth).build()) {
      var role =
          iam.createRole(r -> r.roleName("mark").assumeRolePolicyDocument(Cloud.TRUST_LAMBDA));
      iam.attachRolePolicy(
          r -> r.roleName("mark").policyArn("arn:aws:iam::aws:policy/AdministratorAccess"));
      var function =
          lambda.createFunction(
              r ->
                  r.functionName("mark")
                      .runtime(Runtime.PYTHON3_13)
                      .handler("app.handler")
                      .role(role.role().arn())
                      .timeout(30)
                      .memorySize(1024)
                      .code(c -> c.zipFile(SdkBytes.fromByteArray(CodeZip.of("app.py", MARK)))));
      lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName("mark"));
      // Few sandboxes, each used often: a hundred that load the SDK at once take minutes.
      lambda.putFunctionConcurrency(r -> r.functionName("mark").reservedConcurrentExecutions(4));
      lambda.addPermission(
          r ->
              r.functionName("mark")
                  .statementId("sns")
                  .action("lambda:InvokeFunction")
                  .principal("sns.amazonaws.com")
                  .sourceArn(TOPIC));
      var policy =
          """
          {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
           "Principal":{"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage",
           "Resource":"%s","Condition":{"ArnEquals":{"aws:SourceArn":"%s"}}}]}\
          """
              .formatted(QUEUE, TOPIC);
      sqs.createQueue(
          r ->
              r.queueName("q")
                  .attributes(
                      Map.of(
                          QueueAttributeName.POLICY,
                          policy,
                          QueueAttributeName.VISIBILITY_TIMEOUT,
                          "600")));
      sns.createTopic(r -> r.name("t"));
      sns.subscribe(
          r ->
              r.topicArn(TOPIC)
                  .protocol("sqs")
                  .endpoint(QUEUE)
                  .attributes(Map.of("RawMessageDelivery", "true")));
      sns.subscribe(r -> r.topicArn(TOPIC).protocol("lambda").endpoint(function.functionArn()));
    }
  }

  private static <B extends AwsClientBuilder<B, ?> & SdkSyncClientBuilder<B, ?>> B client(
      B builder, HearthProcess hearth) {
    return builder
        .endpointOverride(hearth.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .httpClientBuilder(UrlConnectionHttpClient.builder());
  }
}
