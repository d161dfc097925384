package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.Runtime;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// A function works on a queue while Hearth is killed, again and again.
class MappingCrashTest {
  private static final int KILLS = 2;
  private static final int MESSAGES = 20;

  /// A message whose batch was killed comes back only then.
  private static final int VISIBILITY_SECONDS = 4;

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  // Each message leaves a durable trace that is there once or not at all.
  private static final String MARK =
      """
      import boto3
      logs = boto3.client("logs")
      def handler(event, context):
          for record in event["Records"]:
              try:
                  logs.create_log_group(logGroupName="ran/" + record["body"])
              except logs.exceptions.ResourceAlreadyExistsException:
                  pass
      """;

  @TempDir private Path folder;

  @Test
  void everyMessageThatWasSentReachesTheFunctionAlthoughHearthIsKilled() throws Exception {
    var sent = new HashSet<String>();
    for (int kill = 0; kill < KILLS; kill++) {
      try (var hearth = HearthProcess.start(folder.resolve("data"))) {
        if (kill == 0) {
          deploy(hearth);
        }
        send(hearth, kill * MESSAGES, sent);
      }
    }
    assertThat(sent).hasSizeGreaterThan(KILLS * MESSAGES / 2);
    try (var hearth = HearthProcess.start(folder.resolve("data"));
        var logs = hearth.client(CloudWatchLogsClient.builder()).build()) {
      Await.until(PATIENCE, () -> ran(logs), all -> all.containsAll(sent));
    }
  }

  /// Sends until the process, killed while the function works on what came before, is gone.
  private static void send(HearthProcess hearth, int first, Set<String> sent)
      throws InterruptedException {
    try (var sqs = hearth.client(SqsClient.builder()).build();
        var logs = hearth.client(CloudWatchLogsClient.builder()).build()) {
      var url = sqs.getQueueUrl(r -> r.queueName("q")).queueUrl();
      int before = ran(logs).size();
      for (int n = first; n < first + MESSAGES; n++) {
        var body = "m" + n;
        if (n == first + MESSAGES * 3 / 4) {
          Await.until(() -> ran(logs).size(), ran -> ran > before);
          hearth.kill();
        }
        sqs.sendMessage(r -> r.queueUrl(url).messageBody(body));
        sent.add(body);
      }
    } catch (SdkClientException e) {
      assertThat(e).hasMessageContaining("onnect"); // nobody answers any more
    }
  }

  private static Set<String> ran(CloudWatchLogsClient logs) {
    var ran = new HashSet<String>();
    logs.describeLogGroupsPaginator(r -> r.logGroupNamePrefix("ran/"))
        .logGroups()
        .forEach(group -> ran.add(group.logGroupName().substring("ran/".length())));
    return ran;
  }

  private static void deploy(HearthProcess hearth) {
    try (var iam = hearth.client(IamClient.builder()).build();
        var lambda = hearth.client(LambdaClient.builder()).build();
        var sqs = hearth.client(SqsClient.builder()).build()) {
      var role =
          iam.createRole(r -> r.roleName("mark").assumeRolePolicyDocument(Cloud.TRUST_LAMBDA));
      iam.attachRolePolicy(
          r -> r.roleName("mark").policyArn("arn:aws:iam::aws:policy/AdministratorAccess"));
      lambda.createFunction(
          r ->
              r.functionName("mark")
                  .runtime(Runtime.PYTHON3_13)
                  .handler("app.handler")
                  .role(role.role().arn())
                  .timeout(VISIBILITY_SECONDS)
                  .memorySize(1024)
                  .code(c -> c.zipFile(SdkBytes.fromByteArray(CodeZip.of("app.py", MARK)))));
      lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName("mark"));
      sqs.createQueue(
          r ->
              r.queueName("q")
                  .attributes(
                      Map.of(
                          QueueAttributeName.VISIBILITY_TIMEOUT,
                          Integer.toString(VISIBILITY_SECONDS))));
      lambda.createEventSourceMapping(
          r ->
              r.functionName("mark")
                  .eventSourceArn("arn:aws:sqs:us-east-1:000000000000:q")
                  .batchSize(5)
                  // Few sandboxes, each used often: all load the SDK first.
                  .scalingConfig(s -> s.maximumConcurrency(2)));
    }
  }
}
