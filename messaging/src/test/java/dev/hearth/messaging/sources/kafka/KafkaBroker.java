package dev.hearth.messaging.sources.kafka;

import dev.hearth.messaging.sources.ServerProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/// A real broker, in this process, and who writes to it.
public final class KafkaBroker implements AutoCloseable {
  private static final String SCRAM =
      "org.apache.kafka.common.security.scram.ScramLoginModule required;";

  private static final Logger NOISE = Logger.getLogger("");

  private final int port;
  private final int secure;
  private final int mutual;
  private final KafkaRaftServer server;
  private final Admin admin;
  private final KafkaProducer<byte[], byte[]> producer;

  /// @param identity with `ca.pem`, `server.pem` and `server.key`
  /// @param trusted the certificate of clients, PEM
  public KafkaBroker(Path folder, Path identity, String trusted) throws Exception {
    NOISE.setLevel(Level.OFF);
    port = ServerProcess.freePort();
    secure = ServerProcess.freePort();
    mutual = ServerProcess.freePort();
    int controller = ServerProcess.freePort();
    var config = new Properties();
    config.putAll(
        Map.of(
            "process.roles", "broker,controller",
            "node.id", "1",
            "listeners",
                "BROKER://127.0.0.1:%d,SECURE://127.0.0.1:%d,MUTUAL://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
                    .formatted(port, secure, mutual, controller),
            "listener.security.protocol.map",
                "BROKER:PLAINTEXT,SECURE:SASL_SSL,MUTUAL:SSL,CONTROLLER:PLAINTEXT",
            "inter.broker.listener.name", "BROKER",
            "controller.listener.names", "CONTROLLER",
            "controller.quorum.voters", "1@127.0.0.1:" + controller,
            "log.dirs", folder.toString()));
    config.putAll(
        Map.of(
            "offsets.topic.num.partitions", "1",
            "offsets.topic.replication.factor", "1",
            "transaction.state.log.replication.factor", "1",
            "transaction.state.log.min.isr", "1",
            "auto.create.topics.enable", "false",
            "controlled.shutdown.enable", "false",
            "group.initial.rebalance.delay.ms", "0"));
    config.putAll(
        Map.of(
            "ssl.keystore.type",
            "PEM",
            "ssl.keystore.certificate.chain",
            Files.readString(identity.resolve("server.pem")),
            "ssl.keystore.key",
            Files.readString(identity.resolve("server.key")),
            "ssl.truststore.type",
            "PEM",
            "ssl.truststore.certificates",
            trusted,
            "listener.name.mutual.ssl.client.auth",
            "required",
            "listener.name.secure.sasl.enabled.mechanisms",
            "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512",
            "listener.name.secure.plain.sasl.jaas.config",
            "org.apache.kafka.common.security.plain.PlainLoginModule required"
                + " user_plain=\"pl\\\"ain\";",
            "listener.name.secure.scram-sha-256.sasl.jaas.config",
            SCRAM,
            "listener.name.secure.scram-sha-512.sasl.jaas.config",
            SCRAM));
    new Formatter()
        .setPrintStream(
            new java.io.PrintStream(
                java.io.OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .setClusterId(Uuid.randomUuid().toString())
        .setNodeId(1)
        .setControllerListenerName("CONTROLLER")
        .setMetadataLogDirectory(folder.toString())
        .addDirectory(folder.toString())
        .run();
    server = new KafkaRaftServer(KafkaConfig.fromProps(config), Time.SYSTEM);
    server.startup();
    Map<String, Object> client = Map.of("bootstrap.servers", servers(), "linger.ms", 0);
    admin = Admin.create(client);
    producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
  }

  String servers() {
    return "127.0.0.1:" + port;
  }

  /// By SASL over TLS: user `plain` with the password `pl"ain`, or whom [#allow] made.
  public String secure() {
    return "127.0.0.1:" + secure;
  }

  /// By certificates of clients.
  String mutual() {
    return "127.0.0.1:" + mutual;
  }

  public void allow(String user, String password, ScramMechanism mechanism)
      throws ExecutionException, InterruptedException {
    admin
        .alterUserScramCredentials(
            List.of(
                new UserScramCredentialUpsertion(
                    user, new ScramCredentialInfo(mechanism, 4_096), password)))
        .all()
        .get();
  }

  public void create(String topic, int partitions) throws ExecutionException, InterruptedException {
    admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
  }

  public void send(String topic, int partition, String key, String value)
      throws ExecutionException, InterruptedException {
    send(new ProducerRecord<>(topic, partition, bytes(key), bytes(value)));
  }

  void send(ProducerRecord<byte[], byte[]> record) throws ExecutionException, InterruptedException {
    producer.send(record).get();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// How far a group has come in partition 0; -1 where it was never there.
  long committed(String group, String topic) {
    try {
      var found =
          admin
              .listConsumerGroupOffsets(group)
              .partitionsToOffsetAndMetadata()
              .get()
              .get(new TopicPartition(topic, 0));
      return found == null ? -1 : found.offset();
    } catch (ExecutionException _) {
      return -1;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  void commit(String group, String topic, long offset)
      throws ExecutionException, InterruptedException {
    admin
        .alterConsumerGroupOffsets(
            group, Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(offset)))
        .all()
        .get();
  }

  @Override
  public void close() {
    producer.close();
    admin.close();
    server.shutdown();
    server.awaitShutdown();
  }
}
