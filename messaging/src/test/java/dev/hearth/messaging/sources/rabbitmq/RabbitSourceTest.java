package dev.hearth.messaging.sources.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import dev.hearth.messaging.mappings.engine.Cloudlet;
import dev.hearth.messaging.mappings.engine.Lab;
import dev.hearth.messaging.sources.SourceTest;
import dev.hearth.messaging.sources.registered.RegisteredSources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.Filter;
import software.amazon.awssdk.services.lambda.model.SourceAccessConfiguration;
import software.amazon.awssdk.services.lambda.model.SourceAccessType;

/// Mappings over a broker that speaks AMQP 0-9-1, with a function of the test's.
class RabbitSourceTest extends SourceTest {
  private static final String ARN = "arn:aws:mq:us-east-1:123456789012:broker:shop";

  @TempDir private static Path brokers;
  private static AmqpBroker broker; // null where there is none
  private static int queues;

  private String queue;

  @BeforeAll
  static void start() throws Exception {
    broker = new AmqpBroker(brokers);
  }

  @AfterAll
  static void stop() throws Exception {
    if (broker != null) {
      broker.close();
    }
  }

  @BeforeEach
  void open() throws IOException {
    cloud = cloud("amqp://functions:se%2Fcret@127.0.0.1:" + broker.port + "/orders");
    queue = "queue" + ++queues;
    broker.create(queue);
  }

  private Cloudlet cloud(String url) {
    var source = new RabbitSource(registered("shop", url));
    return over("mq", _ -> source);
  }

  private CreateEventSourceMappingRequest.Builder mapping() {
    return mapping(ARN, queue);
  }

  /// The bodies that the function was invoked with, in that order.
  private List<String> bodies() {
    var bodies = new ArrayList<String>();
    for (var event : events()) {
      for (var message : event.at("/rmqMessagesByQueue").get(queue + "::orders")) {
        bodies.add(
            new String(
                Base64.getDecoder().decode(message.path("data").asText()), StandardCharsets.UTF_8));
      }
    }
    return bodies;
  }

  @Test
  void messagesReachTheFunctionAsLambdaWritesThem() throws IOException {
    broker.send(
        queue,
        new BasicProperties.Builder()
            .contentType("text/plain")
            .headers(Map.of("text", "é", "number", 10))
            .deliveryMode(1)
            .priority(34)
            .messageId("m")
            .timestamp(Date.from(Instant.ofEpochSecond(2_021)))
            .build(),
        "hello");
    cloud.started();

    var uuid = enabled(mapping());

    Cloudlet.await(() -> "OK".equals(cloud.get(uuid).lastProcessingResult()));
    var event = events().getFirst();
    assertThat(event.path("eventSource").asText()).isEqualTo("aws:rmq");
    assertThat(event.path("eventSourceArn").asText()).isEqualTo(ARN);
    var message = event.at("/rmqMessagesByQueue").get(queue + "::orders").get(0);
    assertThat(message.path("data").asText()).isEqualTo("aGVsbG8=");
    assertThat(message.path("redelivered").asBoolean()).isFalse();
    var properties = message.path("basicProperties");
    assertThat(properties.path("bodySize").asInt()).isEqualTo(5);
    assertThat(properties.path("headers"))
        .isEqualTo(json("{\"text\":{\"bytes\":[-61,-87]},\"number\":10}"));
    assertThat(properties.path("timestamp").asText()).isEqualTo("Jan 1, 1970, 12:33:41 AM");
    assertThat(properties.path("priority").asInt()).isEqualTo(34);
    assertThat(properties.path("messageId").asText()).isEqualTo("m");
    assertThat(properties.path("replyTo").isNull()).isTrue();
    assertThat(broker.left(queue)).isZero();
  }

  @Test
  void aBatchThatFailedGoesBackAndIsHandedOverAgainInItsOrder() throws IOException {
    cloud.function = _ -> cloud.ran.size() == 1 ? Lab.failure() : Lab.answer("null");
    cloud.started();
    var uuid = enabled(mapping().batchSize(2).maximumBatchingWindowInSeconds(60));

    broker.send(queue, "a");
    broker.send(queue, "b");

    Cloudlet.await(() -> "OK".equals(cloud.get(uuid).lastProcessingResult()));
    assertThat(bodies()).containsExactly("a", "b", "a", "b");
  }

  @Test
  void whatAHearthHadNotDoneWithWhenItWasClosedComesAgain() throws IOException {
    cloud.function =
        _ -> {
          throw Lab.throttled();
        };
    cloud.started();
    enabled(mapping());
    broker.send(queue, "a");
    Cloudlet.await(() -> !cloud.ran.isEmpty());
    cloud.close();

    cloud = cloud("amqp://functions:se%2Fcret@127.0.0.1:" + broker.port + "/orders").started();

    Cloudlet.await(() -> !cloud.ran.isEmpty());
    assertThat(bodies()).containsExactly("a");
  }

  @Test
  void messagesThatNoFilterMatchesAreDoneWith() throws IOException {
    broker.send(queue, "{\"colour\":\"red\"}");
    broker.send(queue, "{\"colour\":\"blue\"}");
    cloud.started();

    enabled(
        mapping()
            .filterCriteria(
                criteria ->
                    criteria.filters(
                        Filter.builder().pattern("{\"data\":{\"colour\":[\"blue\"]}}").build())));

    Cloudlet.await(() -> !cloud.ran.isEmpty() && broker.left(queue) == 0);
    assertThat(bodies()).containsExactly("{\"colour\":\"blue\"}");
  }

  @Test
  void aQueueOrABrokerThatCannotBeReadIsToldOfWithoutSecrets() {
    cloud.started();
    var gone = enabled(mapping().queues("none-such"));
    awaitProblem(gone, "queue none-such of the broker shop cannot be read");
    cloud.close();

    cloud = cloud("amqp://functions:wrong@127.0.0.1:" + broker.port + "/orders").started();
    var refused = enabled(mapping().functionName("g"));
    awaitProblem(refused, "cannot be read");
    assertThat(cloud.get(refused).lastProcessingResult()).doesNotContain("wrong");
  }

  @Test
  void aMappingWhoseBrokerIsNotRegisteredAnyMoreSaysSo() {
    cloud.started();
    var uuid = enabled(mapping());
    cloud.close();

    cloud = over("mq", _ -> new RabbitSource(RegisteredSources.NONE)).started();

    awaitProblem(uuid, "does not exist");
  }

  @Test
  void whatIsNotRegisteredOrNeedsSecretsIsRefused() {
    refuses("does not exist", mapping().eventSourceArn(ARN + "2"));
    refuses("same account", mapping().eventSourceArn(ARN.replace("123456789012", "210987654321")));
    refuses("Queues: one is required", mapping().queues(List.of()));
    refuses("startingPosition", mapping().startingPosition("LATEST"));
    refuses(
        "BASIC_AUTH is not read",
        mapping()
            .sourceAccessConfigurations(
                SourceAccessConfiguration.builder()
                    .type(SourceAccessType.BASIC_AUTH)
                    .uri("arn:aws:secretsmanager:us-east-1:123456789012:secret:s")
                    .build()));
    cloud.allowed(false);
    refuses("DescribeBroker", mapping());
  }
}
