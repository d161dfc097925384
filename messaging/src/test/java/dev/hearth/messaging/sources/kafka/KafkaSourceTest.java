package dev.hearth.messaging.sources.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.mappings.SelfManagedKafka;
import dev.hearth.messaging.mappings.engine.Cloudlet;
import dev.hearth.messaging.mappings.engine.Lab;
import dev.hearth.messaging.sources.SourceTest;
import dev.hearth.wire.outbound.AddressRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.EndPointType;
import software.amazon.awssdk.services.lambda.model.Filter;
import software.amazon.awssdk.services.lambda.model.FunctionResponseType;
import software.amazon.awssdk.services.lambda.model.SourceAccessConfiguration;
import software.amazon.awssdk.services.lambda.model.SourceAccessType;

/// Mappings over a real broker, with a function of the test's.
class KafkaSourceTest extends SourceTest {
  /// Ample: a cluster that is there answers, however busy the machine is.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// For those that never answer.
  private static final Duration LITTLE_PATIENCE = Duration.ofSeconds(1);

  private static final String SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:";

  @TempDir private static Path brokers;
  private static KafkaBroker broker;
  private static int topics;

  private final Map<String, String> secrets = new ConcurrentHashMap<>();
  private String topic;

  @TempDir private static Path identities;
  private static final Identities IDENTITIES = new Identities();

  @BeforeAll
  static void start() throws Exception {
    IDENTITIES.make(identities);
    broker = new KafkaBroker(brokers, identities, IDENTITIES.client());
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @BeforeEach
  void open() throws Exception {
    cloud = cloud(true, PATIENCE);
    topic = "topic" + ++topics;
    broker.create(topic, 2);
  }

  private Cloudlet cloud(boolean privateToo, Duration patience) {
    var source = new KafkaSource(new AddressRules(privateToo), patience, this::secret);
    return over(SelfManagedKafka.SERVICE, _ -> source);
  }

  private CreateEventSourceMappingRequest.Builder mapping(String servers) {
    return CreateEventSourceMappingRequest.builder()
        .functionName("f")
        .selfManagedEventSource(
            source ->
                source.endpoints(Map.of(EndPointType.KAFKA_BOOTSTRAP_SERVERS, List.of(servers))))
        .topics(topic)
        .startingPosition("TRIM_HORIZON");
  }

  private String enabled() {
    return enabled(mapping(broker.servers()));
  }

  /// The values that the function was invoked with, in that order.
  private List<String> values() {
    var values = new ArrayList<String>();
    for (var event : events()) {
      event
          .path("records")
          .forEach(
              records ->
                  records.forEach(
                      record ->
                          values.add(
                              new String(
                                  Base64.getDecoder().decode(record.path("value").asText()),
                                  StandardCharsets.UTF_8))));
    }
    return values;
  }

  private void awaitValues(String... expected) {
    awaitAll(this::values, expected);
  }

  @Test
  void recordsReachTheFunctionAsLambdaWritesThem() throws Exception {
    var record =
        new ProducerRecord<>(
            topic, 1, 1_600_000_000_000L, KafkaBroker.bytes("key"), KafkaBroker.bytes("value"));
    record.headers().add("colour", new byte[] {'r', (byte) 0xe9});
    broker.send(record);

    cloud.started();
    var created = cloud.create(mapping(broker.servers()));

    assertThat(created.eventSourceArn()).isNull();
    assertThat(created.topics()).containsExactly(topic);
    assertThat(created.batchSize()).isEqualTo(100);
    assertThat(created.selfManagedKafkaEventSourceConfig().consumerGroupId())
        .isEqualTo(created.uuid());
    Cloudlet.await(() -> !cloud.ran.isEmpty());
    assertThat(events().getFirst())
        .isEqualTo(
            json(
                """
                {"eventSource":"SelfManagedKafka","bootstrapServers":"%s","records":{"%s-1":[
                  {"topic":"%s","partition":1,"offset":0,"timestamp":1600000000000,
                   "timestampType":"CREATE_TIME","key":"a2V5","value":"dmFsdWU=",
                   "headers":[{"colour":[114,-23]}]}]}}
                """
                    .formatted(broker.servers(), topic, topic)));
  }

  @Test
  void theGroupIsToldOnlyOfWhatTheFunctionIsDoneWith() throws Exception {
    var calls = new AtomicInteger();
    var before = new ArrayList<Long>();
    broker.send(topic, 0, "k", "a");
    broker.send(topic, 0, "k", "b");
    cloud.function =
        _ -> {
          before.add(broker.committed("group", topic));
          return calls.incrementAndGet() == 1 ? Lab.failure() : Lab.answer("null");
        };

    cloud.started();
    enabled(
        mapping(broker.servers())
            .selfManagedKafkaEventSourceConfig(group -> group.consumerGroupId("group")));

    Cloudlet.await(() -> broker.committed("group", topic) == 2);
    assertThat(before).containsExactly(-1L, -1L);
    assertThat(values()).containsExactly("a", "b", "a", "b");
  }

  @Test
  void aHearthThatBeginsAgainGoesOnBehindWhatWasDone() throws Exception {
    broker.send(topic, 0, "k", "a");
    cloud.started();
    var uuid = enabled();
    awaitValues("a");
    Cloudlet.await(() -> broker.committed(uuid, topic) == 1);
    cloud.close();
    broker.send(topic, 0, "k", "b");

    cloud = cloud(true, PATIENCE).started();

    awaitValues("b");
  }

  @Test
  void recordsThatNoFilterMatchesAreLeftOut() throws Exception {
    broker.send(topic, 0, "k", "{\"colour\":\"red\"}");
    broker.send(topic, 0, "k", "no JSON");
    broker.send(topic, 0, "k", "{\"colour\":\"blue\"}");
    cloud.started();

    enabled(
        mapping(broker.servers())
            .filterCriteria(
                criteria ->
                    criteria.filters(
                        Filter.builder().pattern("{\"value\":{\"colour\":[\"blue\"]}}").build())));

    awaitValues("{\"colour\":\"blue\"}");
  }

  @Test
  void whatIsGivenUpIsToldToTheDestinationAndTheRestGoesOn() throws Exception {
    broker.send(topic, 0, "k", "poison");
    cloud.function =
        event -> event.payload().text().contains("cG9pc29u") ? Lab.failure() : Lab.answer("null");
    cloud.started();
    enabled(
        mapping(broker.servers())
            .batchSize(1)
            .maximumRetryAttempts(0)
            .destinationConfig(
                config ->
                    config.onFailure(failure -> failure.destination(Lab.FAILURES.toString()))));

    Cloudlet.await(() -> !cloud.delivered.isEmpty());
    broker.send(topic, 0, "k", "good");
    awaitValues("poison", "good");
    var told = json(cloud.delivered.getFirst());
    assertThat(told.at("/requestContext/condition").asText()).isEqualTo("RetryAttemptsExhausted");
    assertThat(told.at("/KafkaBatchInfo/bootstrapServers").asText()).isEqualTo(broker.servers());
    assertThat(told.at("/KafkaBatchInfo/recordsInfo/" + topic + "-0/lastRecordOffset").asText())
        .isEqualTo("0");
  }

  @Test
  void itGoesOnAtTheRecordThatTheFunctionReports() throws Exception {
    broker.send(topic, 0, "k", "a");
    broker.send(topic, 0, "k", "b");
    cloud.function =
        _ ->
            Lab.answer(
                cloud.ran.size() > 1
                    ? "null"
                    : "{\"batchItemFailures\":[{\"itemIdentifier\":{\"partition\":\"%s-0\",\"offset\":1}}]}"
                        .formatted(topic));
    cloud.started();

    enabled(
        mapping(broker.servers())
            .functionResponseTypes(FunctionResponseType.REPORT_BATCH_ITEM_FAILURES));

    awaitValues("a", "b", "b");
  }

  @Test
  void readingBeginsWhereTheMappingOrItsGroupSays() throws Exception {
    var old = new ProducerRecord<>(topic, 0, 1_000L, new byte[0], KafkaBroker.bytes("old"));
    var recent = new ProducerRecord<>(topic, 0, 2_000L, new byte[0], KafkaBroker.bytes("recent"));
    broker.send(old);
    broker.send(recent);
    broker.commit("been-there", topic, 1);
    cloud.started();

    cloud.create(
        mapping(broker.servers())
            .startingPosition("AT_TIMESTAMP")
            .startingPositionTimestamp(Instant.ofEpochMilli(1_500)));
    awaitValues("recent");
    cloud.create(
        mapping(broker.servers())
            .functionName("g")
            .selfManagedKafkaEventSourceConfig(group -> group.consumerGroupId("been-there")));
    awaitValues("recent", "recent");
    enabled(mapping(broker.servers()).functionName("h").startingPosition("LATEST"));
    broker.send(topic, 0, "k", "new");
    awaitValues("recent", "recent", "new", "new", "new");
  }

  @Test
  void aClusterThatDoesNotAnswerIsToldOf() {
    cloud.close();
    cloud = cloud(true, LITTLE_PATIENCE).started();

    var uuid = enabled(mapping("127.0.0.1:1"));

    Cloudlet.await(
        () ->
            cloud
                .get(uuid)
                .lastProcessingResult()
                .startsWith("PROBLEM: ConnectionError: The Kafka cluster 127.0.0.1:1 does not"));
  }

  private String secret(String role, Arn arn) {
    var value = secrets.get(arn.resource());
    if (value == null) {
      throw new ServiceException("AccessDeniedException", 400, role + " may not read " + arn);
    }
    return value;
  }

  private CreateEventSourceMappingRequest.Builder mapping(
      String servers, SourceAccessType... types) {
    return mapping(servers)
        .sourceAccessConfigurations(
            Arrays.stream(types)
                .map(
                    type ->
                        SourceAccessConfiguration.builder().type(type).uri(SECRET + type).build())
                .toList());
  }

  private void keep(SourceAccessType type, String... members) {
    var json = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < members.length; i += 2) {
      json.put(members[i], members[i + 1]);
    }
    secrets.put("secret:" + type, json.toString());
  }

  private void keepAuthority() throws IOException {
    keep(
        SourceAccessType.SERVER_ROOT_CA_CERTIFICATE,
        "certificate",
        Files.readString(identities.resolve("ca.pem")));
  }

  @ParameterizedTest
  @EnumSource(names = {"SASL_SCRAM_256_AUTH", "SASL_SCRAM_512_AUTH", "BASIC_AUTH"})
  void clustersAreReadAsWhomTheSecretNames(SourceAccessType method) throws Exception {
    keepAuthority();
    if (method == SourceAccessType.BASIC_AUTH) {
      keep(method, "username", "plain", "password", "pl\"ain");
    } else {
      keep(method, "username", "u\"ser", "password", "se\\cret");
      broker.allow("u\"ser", "se\\cret", ScramMechanism.SCRAM_SHA_256);
      broker.allow("u\"ser", "se\\cret", ScramMechanism.SCRAM_SHA_512);
    }
    broker.send(topic, 0, "k", "a");
    cloud.started();

    enabled(mapping(broker.secure(), method, SourceAccessType.SERVER_ROOT_CA_CERTIFICATE));

    awaitValues("a");
  }

  @Test
  void clustersAreReadWithACertificateOfTheClients() throws Exception {
    keepAuthority();
    keep(
        SourceAccessType.CLIENT_CERTIFICATE_TLS_AUTH,
        "certificate",
        IDENTITIES.client(),
        "privateKey",
        IDENTITIES.clientKey());
    broker.send(topic, 0, "k", "a");
    cloud.started();

    enabled(
        mapping(
            broker.mutual(),
            SourceAccessType.CLIENT_CERTIFICATE_TLS_AUTH,
            SourceAccessType.SERVER_ROOT_CA_CERTIFICATE));

    awaitValues("a");
  }

  @Test
  void whyAClusterIsNotReadIsToldInAwsWords() throws Exception {
    keepAuthority();
    keep(SourceAccessType.SASL_SCRAM_512_AUTH, "username", "nobody", "password", "hidden");
    keep(SourceAccessType.CLIENT_CERTIFICATE_TLS_AUTH, "certificate", "-", "privateKey", "-");
    cloud.started();

    tells(
        "PROBLEM: SASL authentication failed.",
        "a",
        mapping(
            broker.secure(),
            SourceAccessType.SASL_SCRAM_512_AUTH,
            SourceAccessType.SERVER_ROOT_CA_CERTIFICATE));
    tells(
        "PROBLEM: Lambda failed to authenticate server.",
        "b",
        mapping(broker.secure(), SourceAccessType.SASL_SCRAM_512_AUTH));
    tells(
        "PROBLEM: Server failed to authenticate Lambda.",
        "c",
        mapping(broker.mutual(), SourceAccessType.SERVER_ROOT_CA_CERTIFICATE));
    tells(
        "PROBLEM: Provided certificate or private key is invalid.",
        "d",
        mapping(
            broker.mutual(),
            SourceAccessType.CLIENT_CERTIFICATE_TLS_AUTH,
            SourceAccessType.SERVER_ROOT_CA_CERTIFICATE));
    tells(
        "PROBLEM: Cannot access secret manager value %sBASIC_AUTH. Please ensure the role can"
                .formatted(SECRET)
            + " perform the 'secretsmanager:GetSecretValue' action on your broker in IAM.",
        "e",
        mapping(broker.secure(), SourceAccessType.BASIC_AUTH));
  }

  private void tells(
      String result, String function, CreateEventSourceMappingRequest.Builder request) {
    var uuid = enabled(request.functionName(function));
    Cloudlet.await(() -> result.equals(cloud.get(uuid).lastProcessingResult()));
  }

  @Test
  void whatFitsNoClusterOrMayNotBeReachedIsRefused() {
    refuses("VIRTUAL_HOST is not valid", access(SourceAccessType.VIRTUAL_HOST));
    refuses(
        "an authentication method is allowed only once",
        mapping(
            broker.secure(), SourceAccessType.BASIC_AUTH, SourceAccessType.SASL_SCRAM_512_AUTH));
    refuses(
        "must be a secret of Secrets Manager in us-east-1",
        mapping(broker.servers())
            .sourceAccessConfigurations(
                SourceAccessConfiguration.builder()
                    .type(SourceAccessType.BASIC_AUTH)
                    .uri(SECRET.replace("us-east-1", "eu-west-1") + "s")
                    .build()));
    refuses("Topics: one is required", mapping(broker.servers()).topics(List.of()));
    refuses("parallelizationFactor", mapping(broker.servers()).parallelizationFactor(2));
    cloud.allowed(false);
    refuses(
        "Cannot access secret manager value " + SECRET + "BASIC_AUTH",
        mapping(broker.secure(), SourceAccessType.BASIC_AUTH));
    cloud = cloud(false, PATIENCE);
    refuses("has no public address", mapping("127.0.0.1:9092"));
    refuses("has no public address", mapping("169.254.169.254:80"));
  }

  private CreateEventSourceMappingRequest.Builder access(SourceAccessType type) {
    return mapping(broker.servers())
        .sourceAccessConfigurations(
            SourceAccessConfiguration.builder().type(type).uri(SECRET + "s").build());
  }

  @Test
  void theClientItselfConnectsOnlyToWhatIsAllowed() {
    var open = new KafkaCluster(broker.servers(), Map::of, new AddressRules(true), PATIENCE);
    try (var consumer = open.connect("g", "open")) {
      assertThat(consumer.partitionsFor(topic)).hasSize(2);
    }
    var restricted =
        new KafkaCluster(broker.servers(), Map::of, new AddressRules(false), LITTLE_PATIENCE);
    try (var consumer = restricted.connect("g", "restricted")) {
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() -> consumer.partitionsFor(topic, Duration.ofMillis(500)));
    }
  }
}
