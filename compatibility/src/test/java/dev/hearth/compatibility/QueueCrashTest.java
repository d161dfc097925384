package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SqsException;

/// Producers and consumers while Hearth is killed, again and again.
class QueueCrashTest {
  private static final int KILLS = 3;
  private static final int PRODUCERS = 3;
  private static final int SENT_BEFORE_THE_KILL = 150;
  private static final int VISIBILITY_SECONDS = 2;

  private final Set<String> sent = ConcurrentHashMap.newKeySet();
  private final Set<String> received = ConcurrentHashMap.newKeySet();
  private final Set<String> deleted = ConcurrentHashMap.newKeySet();
  private final Set<String> cameBack = ConcurrentHashMap.newKeySet();
  @TempDir private Path folder;

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void whatWasSentIsReceivedAndWhatWasDeletedStaysDeletedAlthoughHearthIsKilled() throws Exception {
    for (int kill = 0; kill < KILLS; kill++) {
      try (var hearth = HearthProcess.start(folder.resolve("data"))) {
        try (var sqs = client(hearth)) {
          sqs.createQueue(r -> r.queueName("q"));
        }
        untilKilled(hearth, "k" + kill);
      }
    }
    try (var hearth = HearthProcess.start(folder.resolve("data"));
        var sqs = client(hearth)) {
      Await.until(
          () -> {
            consume(sqs, url(hearth));
            return received.containsAll(sent);
          },
          Boolean::booleanValue);
    }
    assertThat(sent).hasSizeGreaterThanOrEqualTo(KILLS * SENT_BEFORE_THE_KILL);
    assertThat(received).containsAll(sent);
    assertThat(cameBack).isEmpty();
  }

  private void untilKilled(HearthProcess hearth, String prefix) throws InterruptedException {
    var enough = new CountDownLatch(SENT_BEFORE_THE_KILL);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < PRODUCERS; i++) {
        var name = prefix + "-" + i + "-";
        threads.execute(
            () ->
                whileItLives(
                    hearth,
                    (sqs, url, n) -> {
                      sqs.sendMessage(r -> r.queueUrl(url).messageBody(name + n));
                      sent.add(name + n);
                      enough.countDown();
                    }));
      }
      threads.execute(() -> whileItLives(hearth, (sqs, url, _) -> consume(sqs, url)));
      enough.await();
      hearth.kill();
    }
  }

  @FunctionalInterface
  private interface Turn {
    void take(SqsClient sqs, String url, int number);
  }

  private static void whileItLives(HearthProcess hearth, Turn turn) {
    try (var sqs = client(hearth)) {
      for (int n = 0; ; n++) {
        turn.take(sqs, url(hearth), n);
      }
    } catch (SdkClientException | SqsException _) {
      // nobody answers any more
    }
  }

  /// Receives, and deletes what was received; a deletion counts when it was acknowledged.
  private void consume(SqsClient sqs, String url) {
    var before = new HashSet<>(deleted);
    var messages =
        sqs.receiveMessage(
                r ->
                    r.queueUrl(url)
                        .maxNumberOfMessages(10)
                        .visibilityTimeout(VISIBILITY_SECONDS)
                        .waitTimeSeconds(1))
            .messages();
    for (var message : messages) {
      if (before.contains(message.body())) {
        cameBack.add(message.body());
      }
      received.add(message.body());
      sqs.deleteMessage(r -> r.queueUrl(url).receiptHandle(message.receiptHandle()));
      deleted.add(message.body());
    }
  }

  private static String url(HearthProcess hearth) {
    return hearth.endpoint() + "/000000000000/q";
  }

  private static SqsClient client(HearthProcess hearth) {
    return SqsClient.builder()
        .endpointOverride(hearth.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .overrideConfiguration(
            c -> c.apiCallTimeout(Duration.ofSeconds(20)).retryStrategy(RetryMode.STANDARD))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }
}
