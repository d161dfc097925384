package dev.hearth.messaging.sources.kafka;

import dev.hearth.wire.outbound.AddressRules;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/// How a cluster is reached.
///
/// @param servers `host:port,host:port`
/// @param security what Kafka's client is configured with beside; may hold secrets, so each
///   connection asks anew
/// @param addresses where its brokers may be; null for anywhere
/// @param patience how long it may take to answer
record KafkaCluster(
    String servers,
    Supplier<Map<String, String>> security,
    @Nullable AddressRules addresses,
    Duration patience) {
  /// What one answer of a broker may hold, and what of one partition.
  private static final int MOST_BYTES = 8 * 1024 * 1024;

  private static final int MOST_OF_PARTITION = 1024 * 1024;

  // It tells every setting and every attempt to connect; a field, for loggers are held weakly.
  private static final Logger NOISE = Logger.getLogger("org.apache.kafka");

  /// A consumer that belongs to no group's members: who reads what is decided by the mapping's
  /// lease, and the group is only told how far it came.
  Consumer<byte[], byte[]> connect(String group, String client) {
    NOISE.setLevel(Level.SEVERE);
    var config = new HashMap<String, Object>(security.get());
    config.put("bootstrap.servers", servers);
    config.put("group.id", group);
    config.put("group.protocol", "classic");
    config.put("client.id", client);
    config.put("enable.auto.commit", false);
    config.put("auto.offset.reset", "earliest"); // of a partition that lost what would come next
    config.put("allow.auto.create.topics", false);
    config.put("isolation.level", "read_committed");
    config.put("max.poll.records", KafkaPoller.MOST_RECORDS);
    config.put("fetch.max.bytes", MOST_BYTES);
    config.put("max.partition.fetch.bytes", MOST_OF_PARTITION);
    config.put("default.api.timeout.ms", (int) patience.toMillis());
    config.put("request.timeout.ms", (int) patience.toMillis());
    config.put("reconnect.backoff.max.ms", 10_000);
    config.put("metadata.max.age.ms", 30_000); // how soon new partitions are found
    config.put("metric.reporters", "");
    config.put("enable.metrics.push", false);
    var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    if (addresses != null) {
      KafkaAddresses.restrict(consumer, addresses);
    }
    return consumer;
  }

  @Override
  public String toString() {
    return "KafkaCluster[" + servers + "]"; // the rest may hold secrets
  }
}
