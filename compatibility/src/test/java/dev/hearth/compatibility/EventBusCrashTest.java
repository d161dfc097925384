package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

@SuppressWarnings("unchecked") // the SDK takes builders by varargs
class EventBusCrashTest {
  private static final int KILLS = 3;
  private static final int EVENTS = 60;
  private static final String GROUP = "/aws/events/crash";

  @TempDir private Path folder;

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void everyEventThatWasAcceptedReachesItsTargetAlthoughHearthIsKilled() throws Exception {
    var accepted = new HashSet<String>();
    for (int kill = 0; kill < KILLS; kill++) {
      try (var hearth = HearthProcess.start(folder.resolve("data"))) {
        if (kill == 0) {
          deploy(hearth);
        }
        send(hearth, accepted);
      }
    }
    assertThat(accepted).hasSizeGreaterThan(KILLS * EVENTS / 2);
    try (var hearth = HearthProcess.start(folder.resolve("data"))) {
      Await.until(() -> logged(hearth), ids -> ids.containsAll(accepted));
    }
  }

  private static void deploy(HearthProcess hearth) {
    try (var logs = client(CloudWatchLogsClient.builder(), hearth).build();
        var events = client(EventBridgeClient.builder(), hearth).build()) {
      logs.createLogGroup(r -> r.logGroupName(GROUP));
      events.putRule(r -> r.name("all").eventPattern("{\"source\":[\"crash\"]}"));
      events.putTargets(
          r ->
              r.rule("all")
                  .targets(
                      t ->
                          t.id("log")
                              .arn("arn:aws:logs:us-east-1:000000000000:log-group:" + GROUP)));
    }
  }

  /// Sends events until the process, killed before the last of them, is gone.
  private static void send(HearthProcess hearth, Set<String> accepted) throws InterruptedException {
    try (var events = client(EventBridgeClient.builder(), hearth).build()) {
      for (int n = 0; n < EVENTS; n++) {
        if (n == EVENTS * 3 / 4) {
          hearth.kill();
        }
        var answer =
            events.putEvents(r -> r.entries(e -> e.source("crash").detailType("t").detail("{}")));
        accepted.add(answer.entries().getFirst().eventId());
      }
    } catch (SdkClientException e) {
      assertThat(e).hasMessageContaining("onnect"); // nobody answers any more
    }
  }

  private static Set<String> logged(HearthProcess hearth) {
    var ids = new HashSet<String>();
    try (var logs = client(CloudWatchLogsClient.builder(), hearth).build()) {
      logs.filterLogEventsPaginator(r -> r.logGroupName(GROUP)).events().stream()
          .map(event -> event.message().replaceAll(".*\"id\":\"([^\"]+)\".*", "$1"))
          .forEach(ids::add);
    }
    return ids;
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
