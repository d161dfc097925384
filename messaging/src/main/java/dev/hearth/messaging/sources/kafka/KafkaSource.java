package dev.hearth.messaging.sources.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.functions.FunctionVersion;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import dev.hearth.messaging.mappings.EventSources;
import dev.hearth.messaging.mappings.Filterable;
import dev.hearth.messaging.mappings.RecordTime;
import dev.hearth.messaging.mappings.SelfManagedKafka;
import dev.hearth.messaging.mappings.StreamReader;
import dev.hearth.messaging.mappings.StreamReader.Item;
import dev.hearth.messaging.mappings.StreamSource;
import dev.hearth.messaging.mappings.Unsupported;
import dev.hearth.messaging.sources.RoleSecrets;
import dev.hearth.wire.outbound.AddressRules;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;

/// Kafka clusters that a mapping's user names by their bootstrap servers. Each partition of the
/// topic is a shard, `topic-0`, and a position in it the offset of the next record.
///
/// Source: AWS Lambda Developer Guide, "Using Lambda with self-managed Apache Kafka" and
/// "Configuring error handling controls for Kafka event sources".
public final class KafkaSource implements StreamSource {
  /// What infinitely many retries are where there is a destination for what failed.
  private static final int RETRIES_WITH_DESTINATION = 10;

  private final AddressRules addresses;
  private final Duration patience;
  private final RoleSecrets secrets;

  /// @param addresses where clusters may be, brokers that a cluster tells of included
  /// @param patience how long a cluster may take to answer
  /// @param secrets what clusters are to be told of who reads them
  public KafkaSource(AddressRules addresses, Duration patience, RoleSecrets secrets) {
    this.patience = patience;
    this.addresses = addresses;
    this.secrets = secrets;
  }

  @Override
  public StreamReader open(
      String uuid, Arn stream, EventSourceMappingConfiguration settings, Supplier<String> role) {
    var access = KafkaAccess.of(settings);
    return new KafkaReader(
        new KafkaCluster(
            SelfManagedKafka.servers(settings),
            () -> access.client(secret -> secrets.read(role.get(), secret)),
            addresses,
            patience),
        settings.topics().getFirst(),
        settings.selfManagedKafkaEventSourceConfig().consumerGroupId(),
        "hearth-" + uuid);
  }

  @Override
  public void check(Arn source, EventSourceMappingConfiguration settings) {
    if (settings.topics().size() != 1) {
      throw EventSources.invalid("Topics: one is required for Kafka event sources.");
    }
    if (SelfManagedKafka.servers(settings).isEmpty()) {
      throw EventSources.invalid(
          "SelfManagedEventSource: KAFKA_BOOTSTRAP_SERVERS are required for self-managed Kafka.");
    }
    var config = settings.selfManagedKafkaEventSourceConfig();
    if (config != null && config.schemaRegistryConfig() != null) {
      throw EventSources.invalid(
          "SchemaRegistryConfig: Hearth hands over values as they are, and reads no schemas yet.");
    }
    KafkaAccess.check(settings, source.region());
    for (var server : SelfManagedKafka.servers(settings).split(",", -1)) {
      var host = server.substring(0, Math.max(0, server.lastIndexOf(':')));
      if (addresses.refuses(host)) {
        throw EventSources.invalid(
            "KAFKA_BOOTSTRAP_SERVERS: %s has no public address, and Hearth was not told to allow"
                    .formatted(server)
                + " others (--private-endpoints).");
      }
    }
  }

  @Override
  public EventSourceMappingConfiguration completed(
      EventSourceMappingConfiguration settings, String uuid) {
    var config = settings.selfManagedKafkaEventSourceConfig();
    return config != null && config.consumerGroupId() != null
        ? settings
        : settings.toBuilder()
            .selfManagedKafkaEventSourceConfig(group -> group.consumerGroupId(uuid))
            .build();
  }

  @Override
  public Frame frame(Arn source, EventSourceMappingConfiguration settings, String shard) {
    return new Frame(
        "{\"eventSource\":\"SelfManagedKafka\",\"bootstrapServers\":\"%s\",\"records\":{\"%s\":["
            .formatted(SelfManagedKafka.servers(settings), shard),
        "]}");
  }

  @Override
  public String batchInfo() {
    return "KafkaBatchInfo";
  }

  @Override
  public Map<String, Object> range(
      Arn stream, EventSourceMappingConfiguration settings, String shard, List<Item> items) {
    var first = items.getFirst();
    var last = items.getLast();
    var info = new LinkedHashMap<String, Object>();
    info.put("firstRecordOffset", offset(first));
    info.put("lastRecordOffset", offset(last));
    info.put("firstRecordTimestamp", RecordTime.text(first.arrival()));
    info.put("lastRecordTimestamp", RecordTime.text(last.arrival()));
    var range = new LinkedHashMap<String, Object>();
    range.put("batchSize", items.size());
    range.put("bootstrapServers", SelfManagedKafka.servers(settings));
    range.put("payloadSize", items.stream().mapToLong(item -> item.record().size()).sum());
    range.put("recordsInfo", Map.of(shard, info));
    return range;
  }

  private static String offset(Item item) {
    return item.sequenceNumber().substring(item.sequenceNumber().lastIndexOf(':') + 1);
  }

  @Override
  public boolean startsAtTimestamp() {
    return true;
  }

  @Override
  public int retries(EventSourceMappingConfiguration settings) {
    var destination = settings.destinationConfig();
    var onFailure = destination == null ? null : destination.onFailure();
    boolean told = onFailure != null && onFailure.destination() != null;
    int retries = settings.maximumRetryAttempts();
    return retries < 0 && told ? RETRIES_WITH_DESTINATION : retries;
  }

  /// It is the cluster that decides who may read, and there is nothing that a role could be asked.
  @Override
  public List<String> actions() {
    return List.of();
  }

  @Override
  public List<Arn> secrets(EventSourceMappingConfiguration settings) {
    return KafkaAccess.of(settings).secrets();
  }

  @Override
  public String denied(String action, Arn source) {
    throw new IllegalStateException("no action is asked for");
  }

  @Override
  public void check(Arn source, FunctionVersion version) {}

  @Override
  public BatchLimits limits(Arn source) {
    return BatchLimits.OF_BROKERS;
  }

  @Override
  public JsonNode filterable(Payload record) {
    var event = (ObjectNode) Filterable.record(record);
    var value = event.path("value").textValue();
    if (value != null) {
      event.set(
          "value",
          Filterable.data(new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
    }
    return event;
  }

  @Override
  public String conflict(Arn source, String functionName, String uuid) {
    return ("An event source mapping with event source (\"%s\") and function (\"%s\") already"
            + " exists. Please update or delete the existing mapping with UUID %s")
        .formatted(source.resource(), functionName, uuid);
  }

  @Override
  public Map<String, String> unsupported() {
    return Unsupported.texts(
        "ParallelizationFactor", "Queues", "ScalingConfig", "TumblingWindowInSeconds");
  }
}
