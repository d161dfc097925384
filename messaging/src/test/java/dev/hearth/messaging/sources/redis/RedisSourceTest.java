package dev.hearth.messaging.sources.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.messaging.mappings.engine.Cloudlet;
import dev.hearth.messaging.mappings.engine.Lab;
import dev.hearth.messaging.sources.SourceTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XAddParams;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.Filter;
import software.amazon.awssdk.services.lambda.model.FunctionResponseType;

/// Mappings over a real Redis, with a function of the test's.
class RedisSourceTest extends SourceTest {
  private static final String ARN = "arn:aws:hearth:us-east-1:123456789012:source/cache";

  @TempDir private static Path servers;
  private static RedisServer redis;
  private static int keys;

  private String key;

  @BeforeAll
  static void start() throws IOException {
    redis = new RedisServer(servers);
  }

  @AfterAll
  static void stop() {
    if (redis != null) { // there is none on this machine
      redis.close();
    }
  }

  @BeforeEach
  void open() {
    cloud = cloud("redis://:secret@127.0.0.1:" + redis.port);
    key = "orders:" + ++keys;
  }

  private Cloudlet cloud(String url) {
    var registered = registered("cache", url);
    return over(registered, "redis", new RedisSource(registered));
  }

  private CreateEventSourceMappingRequest.Builder mapping() {
    return mapping(ARN, key).startingPosition("TRIM_HORIZON");
  }

  private void add(String id, String field, String value) {
    redis.client.xadd(key, new StreamEntryID(id), Map.of(field, value));
  }

  /// The ids that the function was invoked with, in that order.
  private List<String> ids() {
    return records().stream().map(record -> record.path("id").asText()).toList();
  }

  private void awaitIds(String... expected) {
    awaitAll(this::ids, expected);
  }

  /// How far the mapping's consumer group is; null where there is none.
  private @Nullable String group(String uuid) {
    return redis.client.exists(key)
        ? redis.client.xinfoGroups(key).stream()
            .filter(group -> group.getName().equals("hearth-" + uuid))
            .map(group -> group.getLastDeliveredId().toString())
            .findFirst()
            .orElse(null)
        : null;
  }

  @Test
  void entriesReachTheFunctionAsCloudEvents() {
    redis.client.xadd(
        key.getBytes(StandardCharsets.UTF_8),
        XAddParams.xAddParams().id("1600000000000-7"),
        Map.of("binary".getBytes(StandardCharsets.UTF_8), new byte[] {(byte) 0xff}));
    add("1600000000001-0", "text", "é");
    cloud.started();

    var uuid = enabled(mapping());

    awaitIds("1600000000000-7", "1600000000001-0");
    assertThat(events().getFirst().at("/Records/0"))
        .isEqualTo(
            json(
                """
                {"specversion":"1.0","id":"1600000000000-7","source":"%s",
                 "type":"dev.hearth.redis.entry","subject":"%s","time":"2020-09-13T12:26:40.000Z",
                 "datacontenttype":"application/json","data":{"binary":{"base64":"/w=="}}}
                """
                    .formatted(ARN, key)));
    assertThat(events().getFirst().at("/Records/1/data/text").asText()).isEqualTo("é");
    Cloudlet.await(() -> "1600000000001-0".equals(group(uuid)));
  }

  @Test
  void theGroupIsToldOnlyOfWhatTheFunctionIsDoneWith() {
    var before = new ArrayList<@Nullable String>();
    add("1-0", "k", "v");
    cloud.function =
        _ -> {
          before.add(redis.client.xinfoGroups(key).isEmpty() ? "none" : "some");
          return before.size() == 1 ? Lab.failure() : Lab.answer("null");
        };
    cloud.started();

    var uuid = enabled(mapping());

    awaitIds("1-0", "1-0");
    Cloudlet.await(() -> "OK".equals(cloud.get(uuid).lastProcessingResult()));
    assertThat(before).containsExactly("none", "none");
  }

  @Test
  void aHearthThatBeginsAgainGoesOnBehindWhatWasDone() {
    add("1-0", "k", "v");
    cloud.started();
    var uuid = enabled(mapping());
    Cloudlet.await(() -> "1-0".equals(group(uuid)));
    cloud.close();
    add("1-1", "k", "v");

    cloud = cloud("redis://:secret@127.0.0.1:" + redis.port).started();

    awaitIds("1-1");
  }

  @Test
  void whatIsGivenUpIsToldToTheDestinationAndTheRestGoesOn() {
    add("1-0", "k", "poison");
    add("1-1", "k", "good");
    cloud.function =
        event -> event.payload().text().contains("poison") ? Lab.failure() : Lab.answer("null");
    cloud.started();

    enabled(
        mapping()
            .batchSize(1)
            .maximumRetryAttempts(0)
            .destinationConfig(
                config ->
                    config.onFailure(failure -> failure.destination(Lab.FAILURES.toString()))));

    awaitIds("1-0", "1-1");
    Cloudlet.await(() -> !cloud.delivered.isEmpty());
    var told = json(cloud.delivered.getFirst());
    assertThat(told.at("/RedisBatchInfo/startSequenceNumber").asText()).isEqualTo("1-0");
    assertThat(told.at("/RedisBatchInfo/shardId").asText()).isEqualTo(key);
  }

  @Test
  void itGoesOnAtTheEntryThatTheFunctionReports() {
    add("1-0", "k", "v");
    add("1-1", "k", "v");
    cloud.function =
        _ ->
            Lab.answer(
                cloud.ran.size() > 1
                    ? "null"
                    : "{\"batchItemFailures\":[{\"itemIdentifier\":\"1-1\"}]}");
    cloud.started();

    enabled(mapping().functionResponseTypes(FunctionResponseType.REPORT_BATCH_ITEM_FAILURES));

    awaitIds("1-0", "1-1", "1-1");
  }

  @Test
  void readingBeginsWhereTheMappingSaysAndFiltersLeaveOut() {
    add("1000-0", "body", "{\"colour\":\"blue\"}");
    add("2000-0", "body", "{\"colour\":\"red\"}");
    add("2000-1", "body", "{\"colour\":\"blue\"}");
    cloud.started();

    enabled(
        mapping()
            .startingPosition("AT_TIMESTAMP")
            .startingPositionTimestamp(Instant.ofEpochMilli(2_000))
            .filterCriteria(
                criteria ->
                    criteria.filters(
                        Filter.builder()
                            .pattern("{\"data\":{\"body\":{\"colour\":[\"blue\"]}}}")
                            .build())));
    awaitIds("2000-1");
    enabled(mapping().functionName("g").startingPosition("LATEST"));
    add("3000-0", "body", "{\"colour\":\"red\"}");
    awaitIds("2000-1", "3000-0");
  }

  @Test
  void aServerOrAKeyThatCannotBeReadIsToldOfWithoutSecrets() {
    redis.client.set(key, "no stream");
    cloud.started();
    awaitProblem(enabled(mapping()), "It is a string.");
    cloud.close();

    cloud = cloud("redis://:wrong@127.0.0.1:" + redis.port).started();
    var refused = enabled(mapping().functionName("g"));
    awaitProblem(refused, "of cache cannot be read");
    assertThat(cloud.get(refused).lastProcessingResult()).doesNotContain("wrong");
  }

  @Test
  void whatIsNotRegisteredOrNotAllowedIsRefused() {
    refuses("does not exist", mapping().eventSourceArn(ARN + "2"));
    refuses("same account", mapping().eventSourceArn(ARN.replace("123456789012", "210987654321")));
    refuses("Queues: one is required", mapping().queues(List.of()));
    refuses("topics", mapping().topics("a-topic"));
    cloud.allowed(false);
    refuses("ReadSource", mapping());
  }
}
