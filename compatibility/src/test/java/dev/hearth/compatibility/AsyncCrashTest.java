package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.Runtime;

/// `./hearth bench crash` does the same a hundred times.
class AsyncCrashTest {
  private static final int KILLS = 3;
  private static final int EVENTS = 30;
  private static final ObjectMapper JSON = new ObjectMapper();

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
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void everyEventThatWasAcceptedRunsAndEndsOnceAlthoughHearthIsKilled() throws Exception {
    var accepted = new HashMap<String, Integer>();
    for (int kill = 0; kill < KILLS; kill++) {
      try (var hearth = HearthProcess.start(folder.resolve("data"))) {
        if (kill == 0) {
          deploy(hearth);
        }
        accepted.putAll(send(hearth, kill * EVENTS));
      }
    }

    assertThat(accepted).hasSizeGreaterThan(KILLS * EVENTS / 2);
    try (var hearth = HearthProcess.start(folder.resolve("data"))) {
      var ended =
          Await.until(
              () -> ended(hearth),
              entries -> requestIds(entries).containsAll(accepted.keySet()) && !isBusy(hearth));
      assertThat(requestIds(ended)).doesNotHaveDuplicates();
      assertThat(ended).allMatch(entry -> entry.path("outcome").asText().equals("Success"));
      assertThat(ran(hearth)).containsAll(accepted.values());
    }
  }

  /// Sends events until the process, killed before the last of them, is gone.
  ///
  /// @return the request ids and numbers of those that were accepted
  private static Map<String, Integer> send(HearthProcess hearth, int first)
      throws InterruptedException {
    var accepted = new HashMap<String, Integer>();
    try (var lambda = hearth.client(LambdaClient.builder()).build()) {
      for (int n = first; n < first + EVENTS; n++) {
        var payload = SdkBytes.fromUtf8String("{\"n\":" + n + "}");
        if (n == first + EVENTS * 3 / 4) {
          hearth.kill();
        }
        var answer =
            lambda.invoke(
                r -> r.functionName("mark").invocationType(InvocationType.EVENT).payload(payload));
        assertThat(answer.statusCode()).isEqualTo(202);
        accepted.put(answer.responseMetadata().requestId(), n);
      }
    } catch (SdkClientException e) {
      assertThat(e).hasMessageContaining("onnect"); // nobody answers any more
    }
    return accepted;
  }

  private static List<Integer> ran(HearthProcess hearth) {
    try (var logs = hearth.client(CloudWatchLogsClient.builder()).build()) {
      return logs.describeLogGroupsPaginator(r -> r.logGroupNamePrefix("ran/")).logGroups().stream()
          .map(LogGroup::logGroupName)
          .map(name -> Integer.parseInt(name.substring("ran/".length())))
          .toList();
    }
  }

  private static List<JsonNode> ended(HearthProcess hearth) {
    var all = new ArrayList<JsonNode>();
    var page = events(hearth, "");
    while (true) {
      page.path("ended").forEach(all::add);
      if (!page.path("before").isNumber()) {
        return all;
      }
      page = events(hearth, "&before=" + page.path("before").asLong());
    }
  }

  private static boolean isBusy(HearthProcess hearth) {
    return !events(hearth, "").path("waiting").isEmpty();
  }

  private static List<String> requestIds(List<JsonNode> entries) {
    return entries.stream().map(entry -> entry.path("requestId").asText()).toList();
  }

  private static JsonNode events(HearthProcess hearth, String query) {
    try {
      var answer =
          new SignedHttp(hearth.endpoint())
              .send(
                  HearthProcess.CREDENTIALS,
                  Duration.ZERO,
                  "hearth",
                  "GET",
                  "/_hearth/events?function=mark" + query,
                  Map.of(),
                  "");
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void deploy(HearthProcess hearth) {
    try (var iam = hearth.client(IamClient.builder()).build();
        var lambda = hearth.client(LambdaClient.builder()).build()) {
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
                  .memorySize(1024)
                  .code(c -> c.zipFile(SdkBytes.fromByteArray(CodeZip.of("app.py", MARK)))));
      lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName("mark"));
    }
  }
}
