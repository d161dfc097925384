package dev.hearth.compatibility;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.identity.Administrator;
import dev.hearth.messaging.sources.kafka.Identities;
import dev.hearth.messaging.sources.kafka.KafkaBroker;
import dev.hearth.messaging.sources.mqtt.MqttBroker;
import dev.hearth.messaging.sources.nats.NatsServer;
import dev.hearth.messaging.sources.postgres.PostgresServer;
import dev.hearth.messaging.sources.rabbitmq.AmqpBroker;
import dev.hearth.messaging.sources.redis.RedisServer;
import dev.hearth.messaging.sources.registered.RegisteredSources;
import dev.hearth.messaging.topics.TopicsConfig;
import dev.hearth.server.FunctionsConfig;
import dev.hearth.server.MessagingConfig;
import dev.hearth.server.Server;
import dev.hearth.server.ServerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.StreamEntryID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.EndPointType;
import software.amazon.awssdk.services.lambda.model.SourceAccessConfiguration;
import software.amazon.awssdk.services.lambda.model.SourceAccessType;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/// What real brokers and stores outside of a Hearth have reaches functions, mapped by AWS's own
/// clients.
class OutsideSourcesTest {
  private static final String ALLOWED =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Resource":"*",
       "Action":["hearth:ReadSource","mq:DescribeBroker","secretsmanager:GetSecretValue"]}]}\
      """;

  @TempDir private static Path folder;
  private static Opened opened; // null where a broker is missing

  /// All that is open, in the order of their making.
  private record Opened(
      MqttBroker mqtt,
      NatsServer nats,
      RedisServer redis,
      AmqpBroker amqp,
      PostgresServer postgres,
      KafkaBroker kafka,
      Server server,
      Administrator administrator) {}

  @BeforeAll
  static void open() throws Exception {
    var identities = Files.createDirectory(folder.resolve("identities"));
    var client = new Identities();
    client.make(identities);
    var mqtt = new MqttBroker(Files.createDirectory(folder.resolve("mqtt")));
    var nats = new NatsServer(Files.createDirectory(folder.resolve("nats")));
    var redis = new RedisServer(Files.createDirectory(folder.resolve("redis")));
    var amqp = new AmqpBroker(Files.createDirectory(folder.resolve("amqp")));
    var postgres = new PostgresServer("logical");
    var kafka =
        new KafkaBroker(
            Files.createDirectory(folder.resolve("kafka")), identities, client.client());
    var sources =
        Files.writeString(
            folder.resolve("sources"),
            """
            mqtt = mqtt://functions:se%%2Fcret@127.0.0.1:%d
            nats = nats://functions:se%%2Fcret@127.0.0.1:%d
            redis = redis://:secret@127.0.0.1:%d
            amqp = amqp://functions:se%%2Fcret@127.0.0.1:%d/orders
            postgres = postgres://functions:se%%2Fcret@127.0.0.1:%d/shop
            """
                .formatted(mqtt.port, nats.port, redis.port, amqp.port, postgres.port));
    var config =
        new ServerConfig(
                0,
                folder.resolve("data"),
                false,
                new FunctionsConfig("bubblewrap", Cloud.runtimes()))
            .with(
                new MessagingConfig(new TopicsConfig(null, true), RegisteredSources.read(sources)));
    var server = Server.start(config);
    var administrator = Administrator.read(folder.resolve("data")).orElseThrow();
    opened = new Opened(mqtt, nats, redis, amqp, postgres, kafka, server, administrator);
  }

  @AfterAll
  static void close() throws Exception {
    if (opened != null) {
      opened.server.close();
      opened.kafka.close();
      opened.postgres.close();
      opened.amqp.close();
      opened.redis.close();
      opened.nats.close();
      opened.mqtt.close();
    }
  }

  private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
      B builder) {
    return builder
        .endpointOverride(opened.server.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(
                    opened.administrator.accessKeyId(), opened.administrator.secret())))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  private static String source(String service, String name) {
    return "arn:aws:%s:us-east-1:%s:%s"
        .formatted(service, opened.administrator.account().digits(), name);
  }

  /// Maps a source to a function that prints its events, and waits until it printed `expected`.
  ///
  /// @param again sends something, for a source that only has what comes later
  private static void reaches(
      String expected, Runnable again, Consumer<CreateEventSourceMappingRequest.Builder> mapping) {
    try (var function =
            new PythonFunction(
                opened.server.endpoint(),
                opened.administrator.accessKeyId(),
                opened.administrator.secret());
        var iam = client(IamClient.builder());
        var logs = client(CloudWatchLogsClient.builder())) {
      iam.putRolePolicy(
          r -> r.roleName(function.name()).policyName("sources").policyDocument(ALLOWED));
      function.create("print('got', event)");
      var request = CreateEventSourceMappingRequest.builder().functionName(function.name());
      mapping.accept(request);
      function.lambda().createEventSourceMapping(request.build());
      Await.until(
          () -> {
            again.run();
            return logged(logs, "/aws/lambda/" + function.name());
          },
          events -> events.contains(expected));
    }
  }

  private static String logged(CloudWatchLogsClient logs, String group) {
    try {
      return logs.filterLogEvents(r -> r.logGroupName(group)).events().toString();
    } catch (ResourceNotFoundException _) {
      return "";
    }
  }

  private static void nothing() {}

  @Test
  void messagesOfMqtt() {
    reaches(
        "'data': {'celsius': 21}",
        () -> opened.mqtt.publish("sensors/1", "{\"celsius\":21}"),
        mapping -> mapping.eventSourceArn(source("hearth", "source/mqtt")).queues("sensors/+"));
  }

  @Test
  void messagesOfNats() throws Exception {
    opened.nats.create("ORDERS");
    opened.nats.send("orders.eu", "{\"order\":7}");

    reaches(
        "'data': {'order': 7}",
        OutsideSourcesTest::nothing,
        mapping -> mapping.eventSourceArn(source("hearth", "source/nats")).queues("ORDERS"));
  }

  @Test
  void entriesOfRedis() {
    opened.redis.client.xadd("orders", StreamEntryID.NEW_ENTRY, Map.of("order", "eight"));

    reaches(
        "'data': {'order': 'eight'}",
        OutsideSourcesTest::nothing,
        mapping ->
            mapping
                .eventSourceArn(source("hearth", "source/redis"))
                .queues("orders")
                .startingPosition("TRIM_HORIZON"));
  }

  @Test
  void messagesOfRabbit() throws Exception {
    opened.amqp.create("orders");
    opened.amqp.send("orders", "hello");

    reaches(
        "'data': 'aGVsbG8='",
        OutsideSourcesTest::nothing,
        mapping -> mapping.eventSourceArn(source("mq", "broker:amqp")).queues("orders"));
  }

  @Test
  void changesOfPostgres() {
    opened.postgres.execute("CREATE TABLE sales.orders (id serial PRIMARY KEY, article text)");

    reaches(
        "'after': {'id': 1, 'article': 'nine'}",
        () -> {
          // What was before the mapping is not among its changes.
          if (opened.postgres.isRead() && opened.postgres.isEmpty("sales.orders")) {
            opened.postgres.execute("INSERT INTO sales.orders (article) VALUES ('nine')");
          }
        },
        mapping ->
            mapping.eventSourceArn(source("hearth", "source/postgres")).queues("sales.orders"));
  }

  @Test
  void recordsOfKafkaByTlsAndASecret() throws Exception {
    opened.kafka.allow("reader", "pass", ScramMechanism.SCRAM_SHA_512);
    opened.kafka.create("orders", 1);
    opened.kafka.send("orders", 0, "k", "hello");
    try (var secrets = client(SecretsManagerClient.builder())) {
      var user =
          secrets
              .createSecret(
                  r ->
                      r.name("kafka-user")
                          .secretString("{\"username\":\"reader\",\"password\":\"pass\"}"))
              .arn();
      var certificate =
          new ObjectMapper()
              .createObjectNode()
              .put("certificate", Files.readString(folder.resolve("identities/ca.pem")));
      var authority =
          secrets.createSecret(r -> r.name("kafka-ca").secretString(certificate.toString())).arn();

      reaches(
          "'value': 'aGVsbG8='",
          OutsideSourcesTest::nothing,
          mapping ->
              mapping
                  .selfManagedEventSource(
                      source ->
                          source.endpoints(
                              Map.of(
                                  EndPointType.KAFKA_BOOTSTRAP_SERVERS,
                                  List.of(opened.kafka.secure()))))
                  .topics("orders")
                  .startingPosition("TRIM_HORIZON")
                  .sourceAccessConfigurations(
                      access(SourceAccessType.SASL_SCRAM_512_AUTH, user),
                      access(SourceAccessType.SERVER_ROOT_CA_CERTIFICATE, authority)));
    }
  }

  private static SourceAccessConfiguration access(SourceAccessType type, String secret) {
    return SourceAccessConfiguration.builder().type(type).uri(secret).build();
  }
}
