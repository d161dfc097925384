package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.Runtime;

class AsyncCrashTest {
  private static final int EVENTS = 40;

  // Each event leaves a durable trace that is there once or not at all: a log group of its name.
  private static final String MARK =
      """
      import boto3
      logs = boto3.client("logs")
      def handler(event, context):
          try:
              logs.create_log_group(logGroupName="ran/%d" % event["n"])
          except logs.exceptions.ResourceAlreadyExistsException:
              pass
      """;

  @TempDir private Path folder;

  @Test
  void everyEventThatWasAcceptedRunsAlthoughHearthIsKilled() throws Exception {
    var accepted = new HashSet<Integer>();
    try (var hearth = HearthProcess.start(folder.resolve("data"))) {
      deploy(hearth);
      accepted.addAll(send(hearth));
    }

    assertThat(accepted).hasSizeGreaterThan(EVENTS / 2);
    try (var hearth = HearthProcess.start(folder.resolve("data"));
        var logs = client(CloudWatchLogsClient.builder(), hearth).build()) {
      var ran =
          Await.until(
              () ->
                  logs
                      .describeLogGroupsPaginator(r -> r.logGroupNamePrefix("ran/"))
                      .logGroups()
                      .stream()
                      .map(LogGroup::logGroupName)
                      .map(name -> Integer.parseInt(name.substring("ran/".length())))
                      .collect(Collectors.toSet()),
              found -> found.containsAll(accepted));
      assertThat(ran).containsAll(accepted);
    }
  }

  /// Sends events until the process, killed half-way, is gone.
  private static Set<Integer> send(HearthProcess hearth) throws InterruptedException {
    var accepted = new HashSet<Integer>();
    try (var lambda = client(LambdaClient.builder(), hearth).build()) {
      for (int i = 0; i < EVENTS; i++) {
        var payload = SdkBytes.fromUtf8String("{\"n\":" + i + "}");
        if (i == EVENTS * 3 / 4) {
          hearth.kill();
        }
        var answer =
            lambda.invoke(
                r -> r.functionName("mark").invocationType(InvocationType.EVENT).payload(payload));
        assertThat(answer.statusCode()).isEqualTo(202);
        accepted.add(i);
      }
    } catch (SdkClientException e) {
      assertThat(e).hasMessageContaining("onnect"); // nobody answers any more
    }
    return accepted;
  }

  private static void deploy(HearthProcess hearth) {
    try (var iam = client(IamClient.builder(), hearth).build();
        var lambda = client(LambdaClient.builder(), hearth).build()) {
      var role =
          iam.createRole(r -> r.roleName("mark").assumeRolePolicyDocument(Cloud.TRUST_LAMBDA));
      iam.attachRolePolicy(
          r -> r.roleName("mark").policyArn("arn:aws:iam::aws:policy/AdministratorAccess"));
      lambda.createFunction(
          r ->
              r.functionName("mark")
                  .runtime(Runtime.PYTHON3_12)
                  .handler("app.handler")
                  .role(role.role().arn())
                  .timeout(30)
                  .memorySize(256)
                  .code(c -> c.zipFile(SdkBytes.fromByteArray(CodeZip.of("app.py", MARK)))));
      lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName("mark"));
    }
  }

  private static <
          B extends
              AwsClientBuilder<B, ?>
                  & software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder<B, ?>>
      B client(B builder, HearthProcess hearth) {
    return builder
        .endpointOverride(hearth.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .httpClientBuilder(UrlConnectionHttpClient.builder());
  }
}
