package dev.hearth.messaging.topics.delivery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.invocation.async.Receipt;
import dev.hearth.messaging.topics.SubscriptionArn;
import dev.hearth.messaging.topics.TestTopics;
import dev.hearth.messaging.topics.TopicArn;
import dev.hearth.messaging.topics.store.Subscription;
import dev.hearth.messaging.topics.store.Subscription.State;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpEndpointTest {
  private static final String ID = "11111111-2222-3333-4444-555555555555";

  private static Subscription subscription(String url) {
    var topic = new TopicArn(TestTopics.ACCOUNT, TestTopics.REGION, "t");
    return new Subscription(
        new SubscriptionArn(topic, ID),
        TestTopics.ACCOUNT,
        "http",
        url,
        State.CONFIRMED,
        "",
        Instant.EPOCH,
        false,
        false,
        Map.of());
  }

  private static Parcel parcel(boolean raw) {
    return new Parcel(
        "arn:aws:sns:us-east-1:123456789012:t:" + ID,
        Kind.NOTIFICATION,
        "m1",
        raw,
        "häll",
        null,
        null);
  }

  /// Answers one request with `answer`, and tells what it got.
  private static final class OneAnswer implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    final CompletableFuture<String> request;

    OneAnswer(String answer) throws IOException {
      request =
          CompletableFuture.supplyAsync(
              () -> {
                try (var socket = server.accept()) {
                  var got = read(socket.getInputStream());
                  socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
                  if (answer.isEmpty()) {
                    var _ = socket.getInputStream().read(); // until the other end gives up
                  }
                  return got;
                } catch (IOException e) {
                  return "failed: " + e;
                }
              },
              Executors.newVirtualThreadPerTaskExecutor());
    }

    private static String read(InputStream in) throws IOException {
      var bytes = new ByteArrayOutputStream();
      while (!bytes.toString(ISO_8859_1).matches("(?s).*\r\n\r\n.{5}")) {
        bytes.write(in.read());
      }
      return bytes.toString(ISO_8859_1);
    }

    String url(String rest) {
      return "http://user:secret@127.0.0.1:" + server.getLocalPort() + rest;
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }

  private static Receipt send(String url, Duration patience, boolean raw) {
    try (var endpoint = new HttpEndpoint(true, patience)) {
      return endpoint.send(subscription(url), parcel(raw), DeliveryPolicy.DEFAULT);
    }
  }

  @Test
  void aPostHasSnssHeadersAndTheWholeTarget() throws Exception {
    try (var server = new OneAnswer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
      assertThat(send(server.url("/a%20b?c=d"), Duration.ofSeconds(10), true))
          .isEqualTo(new Receipt.Delivered());
      assertThat(server.request.join())
          .startsWith("POST /a%20b?c=d HTTP/1.1\r\nHost: 127.0.0.1:")
          .contains("x-amz-sns-message-type: Notification\r\n")
          .contains("x-amz-sns-message-id: m1\r\n")
          .contains("x-amz-sns-topic-arn: arn:aws:sns:us-east-1:123456789012:t\r\n")
          .contains("x-amz-sns-subscription-arn: arn:aws:sns:us-east-1:123456789012:t:" + ID)
          .contains("x-amz-sns-rawdelivery: true\r\n")
          .contains("Content-Type: text/plain; charset=UTF-8\r\n")
          .contains("Content-Length: 5\r\n")
          .contains("Authorization: Basic dXNlcjpzZWNyZXQ=\r\n");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "204, Delivered",
    "301, Refused",
    "403, Refused",
    "429, Unavailable",
    "500, Unavailable",
    "503, Unavailable"
  })
  void theStatusDecidesWhatFollows(int status, String receipt) throws Exception {
    try (var server = new OneAnswer("HTTP/1.1 " + status + " X\r\nLocation: http://x/\r\n\r\n")) {
      assertThat(send(server.url("/"), Duration.ofSeconds(10), false).getClass().getSimpleName())
          .isEqualTo(receipt);
    }
  }

  @Test
  void anEndpointThatNeverAnswersIsCutOff() throws Exception {
    try (var server = new OneAnswer("")) {
      assertThat(send(server.url("/"), Duration.ofMillis(200), false))
          .isInstanceOf(Receipt.Unavailable.class);
      assertThat(server.request.join()).contains("häll".substring(0, 1));
    }
  }

  @Test
  void whatIsNoHttpIsNoAnswer() throws Exception {
    try (var server = new OneAnswer("SSH-2.0-x\r\n")) {
      assertThat(send(server.url("/"), Duration.ofSeconds(10), false))
          .isInstanceOf(Receipt.Unavailable.class);
    }
  }

  @Test
  void loopbackIsRefusedUnlessItWasAllowed() throws Exception {
    try (var server = new OneAnswer("HTTP/1.1 200 OK\r\n\r\n");
        var endpoint = new HttpEndpoint(false)) {
      assertThat(
              endpoint.send(subscription(server.url("/")), parcel(false), DeliveryPolicy.DEFAULT))
          .isInstanceOf(Receipt.Refused.class);
      assertThat(server.request).isNotDone();
    }
  }
}
