package dev.hearth.messaging.sources.redis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.functions.FunctionVersion;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import dev.hearth.messaging.mappings.EventSources;
import dev.hearth.messaging.mappings.Filterable;
import dev.hearth.messaging.mappings.StreamReader;
import dev.hearth.messaging.mappings.StreamSource;
import dev.hearth.messaging.mappings.Unsupported;
import dev.hearth.messaging.sources.registered.RegisteredSources;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;

/// Streams of registered Redis servers, which AWS does not have as event sources: `Queues` names
/// the stream's key, the stream is one shard, and a position in it the id of the last entry before.
/// Records are CloudEvents.
public final class RedisSource implements StreamSource {
  private static final String SCHEME = "redis";
  private static final int USUAL_BATCH = 100;
  private static final int LARGEST_BATCH = 10_000;

  private final RegisteredSources servers;

  public RedisSource(RegisteredSources servers) {
    this.servers = servers;
  }

  @Override
  public StreamReader open(String uuid, Arn arn, EventSourceMappingConfiguration settings) {
    return new RedisReader(
        servers.source(arn, SCHEME), arn, settings.queues().getFirst(), "hearth-" + uuid);
  }

  @Override
  public void check(Arn source, EventSourceMappingConfiguration settings) {
    if (settings.queues().size() != 1) {
      throw EventSources.invalid("Queues: one is required, the key of a stream of Redis.");
    }
  }

  @Override
  public void check(Arn source, FunctionVersion version) {
    if (!source.account().equals(version.account().digits())) {
      throw EventSources.invalid("The source must be in the same account as the function.");
    }
    servers.source(source, SCHEME);
  }

  @Override
  public List<String> actions() {
    return List.of("hearth:ReadSource");
  }

  @Override
  public String denied(String action, Arn source) {
    return "The provided execution role does not have permissions to call %s on %s"
        .formatted(action.substring(action.indexOf(':') + 1), source);
  }

  @Override
  public BatchLimits limits(Arn source) {
    return new BatchLimits(USUAL_BATCH, LARGEST_BATCH, LARGEST_BATCH, true);
  }

  /// Values of fields that are JSON objects are matched as such.
  @Override
  public JsonNode filterable(Payload record) {
    var event = (ObjectNode) Filterable.record(record);
    if (event.path("data") instanceof ObjectNode data) {
      for (var field : data.properties()) {
        if (field.getValue().isTextual()) {
          field.setValue(Filterable.data(field.getValue().textValue()));
        }
      }
    }
    return event;
  }

  @Override
  public String batchInfo() {
    return "RedisBatchInfo";
  }

  @Override
  public boolean startsAtTimestamp() {
    return true;
  }

  @Override
  public Map<String, String> unsupported() {
    return Unsupported.texts(
        "ParallelizationFactor",
        "ScalingConfig",
        "SelfManagedEventSource",
        "SelfManagedKafkaEventSourceConfig",
        "SourceAccessConfigurations",
        "Topics");
  }
}
