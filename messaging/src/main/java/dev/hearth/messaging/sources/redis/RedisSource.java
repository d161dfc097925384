package dev.hearth.messaging.sources.redis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import dev.hearth.messaging.mappings.Filterable;
import dev.hearth.messaging.mappings.StreamReader;
import dev.hearth.messaging.mappings.StreamSource;
import dev.hearth.messaging.mappings.Unsupported;
import dev.hearth.messaging.sources.registered.RegisteredKind;
import dev.hearth.messaging.sources.registered.RegisteredSources;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;

/// Streams of registered Redis servers, which AWS does not have as event sources: `Queues` names
/// the stream's key, the stream is one shard, and a position in it the id of the last entry before.
/// Records are CloudEvents.
public final class RedisSource extends RegisteredKind implements StreamSource {
  public RedisSource(RegisteredSources servers) {
    super(servers, "redis");
  }

  @Override
  public StreamReader open(
      String uuid, Arn arn, EventSourceMappingConfiguration settings, Supplier<String> role) {
    return new RedisReader(find(arn), arn, settings.queues().getFirst(), "hearth-" + uuid);
  }

  @Override
  public void check(Arn source, EventSourceMappingConfiguration settings) {
    only(settings, "the key of a stream of Redis");
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
