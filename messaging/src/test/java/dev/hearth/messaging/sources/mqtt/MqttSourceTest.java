package dev.hearth.messaging.sources.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.hearth.messaging.mappings.engine.Cloudlet;
import dev.hearth.messaging.mappings.engine.Lab;
import dev.hearth.messaging.sources.SourceTest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.Filter;
import software.amazon.awssdk.services.lambda.model.FunctionResponseType;

/// Mappings over a real MQTT broker, with a function of the test's.
class MqttSourceTest extends SourceTest {
  private static final String ARN = "arn:aws:hearth:us-east-1:123456789012:source/plant";
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir private static Path brokers;
  private static MqttBroker broker; // null where there is none
  private static int topics;

  private String topic;

  @BeforeAll
  static void start() throws IOException {
    broker = new MqttBroker(brokers);
  }

  @AfterAll
  static void stop() {
    if (broker != null) {
      broker.close();
    }
  }

  @BeforeEach
  void open() {
    cloud = cloud("se%2Fcret");
    topic = "plant" + ++topics + "/hall/temperature";
  }

  private Cloudlet cloud(String password) {
    var url = "mqtt://functions:%s@127.0.0.1:%d".formatted(password, broker.port);
    var registered = registered("plant", url);
    return over(
        registered,
        "mqtt",
        new MqttSource(
            registered, () -> UUID.randomUUID().toString(), Clock.fixed(NOW, ZoneOffset.UTC)));
  }

  private CreateEventSourceMappingRequest.Builder mapping() {
    return mapping(ARN, topic);
  }

  /// Created, and its session begun: what was published before is nobody's, but for what the broker
  /// retains. That it hands over once, when the subscription is made; so nothing of it comes later.
  private String subscribed(CreateEventSourceMappingRequest.Builder request) {
    broker.retain(topic, "hello");
    var uuid = cloud.create(request).uuid();
    Cloudlet.await(() -> !cloud.ran.isEmpty());
    return uuid;
  }

  /// Subscribed to all below the topic in batches of two, each waited for until it is whole,
  /// however long that takes: the greetings are the first, and a test publishes an even number.
  private void subscribedInPairs(CreateEventSourceMappingRequest.Builder request) {
    broker.retain(topic + "/again", "hello");
    subscribed(request.queues(topic + "/#").batchSize(2).maximumBatchingWindowInSeconds(300));
  }

  /// What the function was invoked with, but for the greetings.
  private List<JsonNode> messages() {
    return records().stream().filter(each -> !each.path("data").asText().equals("hello")).toList();
  }

  private List<String> texts() {
    return messages().stream().map(message -> message.path("data").asText()).toList();
  }

  private void awaitTexts(String... expected) {
    awaitAll(this::texts, expected);
  }

  @Test
  void messagesReachTheFunctionAsCloudEvents() {
    cloud.started();
    subscribed(mapping().queues(topic.replace("hall", "+")));

    broker.publish(topic, "{\"celsius\": 21.50}");
    broker.publish(topic, new byte[] {(byte) 0xff});
    broker.publish(
        Mqtt5Publish.builder()
            .topic(topic)
            .qos(MqttQos.AT_LEAST_ONCE)
            .contentType("text/csv")
            .userProperties()
            .add("Trace-Id", "t1")
            .add("source", "of somebody else")
            .applyUserProperties()
            .payload("a,é".getBytes(java.nio.charset.StandardCharsets.UTF_8))
            .build());

    Cloudlet.await(() -> messages().size() == 3);
    var first = messages().getFirst();
    assertThat(first)
        .isEqualTo(
            json(
                """
                {"specversion":"1.0","id":"%s","source":"%s","type":"dev.hearth.mqtt.message",
                 "subject":"%s","time":"2026-01-02T03:04:05.000Z",
                 "datacontenttype":"application/json","data":{"celsius":21.50}}
                """
                    .formatted(first.path("id").asText(), ARN, topic)));
    assertThat(messages().get(1).path("data_base64").asText()).isEqualTo("/w==");
    var third = messages().get(2);
    assertThat(third.path("datacontenttype").asText()).isEqualTo("text/csv");
    assertThat(third.path("data").asText()).isEqualTo("a,é");
    assertThat(third.path("traceid").asText()).isEqualTo("t1");
    assertThat(third.path("source").asText()).isEqualTo(ARN);
  }

  @Test
  void aBatchThatFailedIsTriedAgainInItsOrderAndOnlyThenAnother() {
    cloud.started();
    subscribedInPairs(mapping());
    cloud.function = _ -> texts().size() == 2 ? Lab.failure() : Lab.answer("null");

    broker.publish(topic, "a");
    broker.publish(topic, "b");
    broker.publish(topic, "c");
    broker.publish(topic, "d");

    awaitTexts("a", "b", "a", "b", "c", "d");
  }

  @Test
  void aBacklogIsReadToItsEndInItsOrder() {
    cloud.started();
    var uuid = subscribed(mapping().batchSize(10));
    Cloudlet.await(() -> "OK".equals(cloud.get(uuid).lastProcessingResult()));
    cloud.close();
    var expected = new ArrayList<String>();
    for (int i = 0; i < 900; i++) {
      broker.publish(topic, "m" + i);
      expected.add("m" + i);
    }

    cloud = cloud("se%2Fcret").started();

    awaitTexts(expected.toArray(String[]::new));
  }

  @Test
  void aHearthThatBeginsAgainGoesOnBehindWhatWasDone() {
    cloud.function =
        event -> {
          if (event.payload().text().contains("\"data\":\"b\"")) {
            throw Lab.throttled();
          }
          return Lab.answer("null");
        };
    cloud.started();
    subscribed(mapping());
    broker.publish(topic, "a");
    awaitTexts("a");
    broker.publish(topic, "b");
    Cloudlet.await(() -> texts().contains("b"));
    cloud.close();
    broker.publish(topic, "c");

    cloud = cloud("se%2Fcret").started();

    awaitTexts("b", "c");
  }

  @Test
  void whatIsGivenUpIsToldToTheDestinationAndTheRestGoesOn() {
    cloud.function =
        event -> event.payload().text().contains("poison") ? Lab.failure() : Lab.answer("null");
    cloud.started();
    subscribed(
        mapping()
            .batchSize(1)
            .maximumRetryAttempts(1)
            .destinationConfig(
                config ->
                    config.onFailure(failure -> failure.destination(Lab.FAILURES.toString()))));

    broker.publish(topic, "poison");
    broker.publish(topic, "good");

    awaitTexts("poison", "poison", "good");
    Cloudlet.await(() -> !cloud.delivered.isEmpty());
    var told = json(cloud.delivered.getFirst());
    assertThat(told.at("/requestContext/condition").asText()).isEqualTo("RetryAttemptsExhausted");
    assertThat(told.at("/requestContext/approximateInvokeCount").asInt()).isEqualTo(2);
    assertThat(told.at("/MqttBatchInfo/queue").asText()).isEqualTo(topic);
    assertThat(told.at("/payload/data").asText()).isEqualTo("poison");
  }

  @Test
  void onlyWhatTheFunctionReportsIsTriedAgain() {
    cloud.started();
    subscribedInPairs(
        mapping().functionResponseTypes(FunctionResponseType.REPORT_BATCH_ITEM_FAILURES));
    cloud.function =
        _ ->
            Lab.answer(
                texts().size() == 2
                    ? "{\"batchItemFailures\":[{\"itemIdentifier\":\"%s\"}]}"
                        .formatted(messages().getFirst().path("id").asText())
                    : "null");

    broker.publish(topic, "a");
    broker.publish(topic, "b");

    awaitTexts("a", "b", "a");
  }

  @Test
  void messagesThatNoFilterMatchesAreDoneWith() {
    cloud.started();
    subscribed(
        mapping()
            .filterCriteria(
                criteria ->
                    criteria.filters(
                        Filter.builder().pattern("{\"data\":[\"hello\"]}").build(),
                        Filter.builder().pattern("{\"data\":{\"hot\":[true]}}").build())));

    broker.publish(topic, "{\"hot\":false}");
    broker.publish(topic, "{\"hot\":true}");

    Cloudlet.await(() -> !messages().isEmpty());
    assertThat(messages()).hasSize(1);
    assertThat(messages().getFirst().at("/data/hot").asBoolean()).isTrue();
  }

  @Test
  void theSessionGoesWithTheMapping() {
    cloud.started();
    var uuid = subscribed(mapping());

    cloud.delete(uuid);

    cloud.awaitGone(uuid);
    // Who asks for a session takes it over: so not while Hearth is at it.
    Cloudlet.await(() -> broker.wasToldToForget("hearth-" + uuid));
    assertThat(broker.knows("hearth-" + uuid)).isFalse();
  }

  @Test
  void aBrokerThatRefusesOrDoesNotAnswerIsToldOfWithoutSecrets() {
    cloud.close();
    cloud = cloud("wrong").started();

    var uuid = cloud.create(mapping()).uuid();

    awaitProblem(
        uuid, "PROBLEM: ConnectionError: ", "of the broker plant cannot be read", "NOT_AUTHORIZED");
    assertThat(cloud.get(uuid).lastProcessingResult()).doesNotContain("wrong");
  }

  @Test
  void whatIsNotRegisteredOrNoTopicIsRefused() {
    refuses("does not exist", mapping().eventSourceArn(ARN + "2"));
    refuses("does not exist", mapping().eventSourceArn(ARN.replace("source/", "source:")));
    refuses("same account", mapping().eventSourceArn(ARN.replace("123456789012", "210987654321")));
    refuses("Queues: one is required", mapping().queues(List.of()));
    refuses("no topic filter", mapping().queues("a/#/b"));
    refuses("startingPosition", mapping().startingPosition("LATEST"));
    cloud.allowed(false);
    refuses("ReadSource", mapping());
  }
}
