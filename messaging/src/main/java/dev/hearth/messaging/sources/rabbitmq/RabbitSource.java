package dev.hearth.messaging.sources.rabbitmq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import dev.hearth.messaging.mappings.EventSources;
import dev.hearth.messaging.mappings.Filterable;
import dev.hearth.messaging.mappings.QueueReader;
import dev.hearth.messaging.mappings.Unsupported;
import dev.hearth.messaging.sources.registered.RegisteredQueue;
import dev.hearth.messaging.sources.registered.RegisteredSources;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.SourceAccessConfiguration;
import software.amazon.awssdk.services.lambda.model.SourceAccessType;

/// Queues of registered brokers. One batch of a queue is worked on at a time, so that the order
/// stays; a batch that failed goes back to where it was in the queue.
///
/// Source: AWS Lambda Developer Guide, "Using Lambda with Amazon MQ".
public final class RabbitSource extends RegisteredQueue {
  public RabbitSource(RegisteredSources brokers) {
    super(brokers, "amqp");
  }

  @Override
  public QueueReader open(String uuid, Arn arn, EventSourceMappingConfiguration settings) {
    return new RabbitReader(
        find(arn),
        virtualHost(arn, settings),
        settings.queues().getFirst(),
        settings.batchSize(),
        "hearth-" + uuid);
  }

  /// What the mapping says, else what the broker's address says, else the usual one.
  private String virtualHost(Arn arn, EventSourceMappingConfiguration settings) {
    var registered = find(arn).path();
    return settings.sourceAccessConfigurations().stream()
        .filter(access -> access.type() == SourceAccessType.VIRTUAL_HOST)
        .map(SourceAccessConfiguration::uri)
        .findFirst()
        .orElse(registered.isEmpty() ? "/" : registered);
  }

  @Override
  public void check(Arn source, EventSourceMappingConfiguration settings) {
    only(settings, "a queue of the broker");
    for (var access : settings.sourceAccessConfigurations()) {
      if (access.type() != SourceAccessType.VIRTUAL_HOST) {
        throw EventSources.invalid(
            ("SourceAccessConfigurations: %s is not read: a broker is registered with its user and"
                    + " password.")
                .formatted(access.typeAsString()));
      }
    }
  }

  @Override
  public Frame frame(Arn source, EventSourceMappingConfiguration settings, String shard) {
    var queue = settings.queues().getFirst() + "::" + virtualHost(source, settings);
    return new Frame(
        "{\"eventSource\":\"aws:rmq\",\"eventSourceArn\":%s,\"rmqMessagesByQueue\":{%s:["
            .formatted(TextNode.valueOf(source.toString()), TextNode.valueOf(queue)),
        "]}");
  }

  @Override
  public List<String> actions() {
    return List.of("mq:DescribeBroker");
  }

  @Override
  public String denied(String action, Arn source) {
    return "The provided execution role does not have permissions to call %s on MQ"
        .formatted(action.substring(action.indexOf(':') + 1));
  }

  @Override
  public JsonNode filterable(Payload record) {
    var event = (ObjectNode) Filterable.record(record);
    var data = Base64.getDecoder().decode(event.path("data").asText());
    event.set("data", Filterable.data(new String(data, StandardCharsets.UTF_8)));
    return event;
  }

  @Override
  public Map<String, String> unsupported() {
    return Unsupported.texts(
        "BisectBatchOnFunctionError",
        "DestinationConfig",
        "FunctionResponseTypes",
        "MaximumRecordAgeInSeconds",
        "MaximumRetryAttempts",
        "ParallelizationFactor",
        "ScalingConfig",
        "SelfManagedEventSource",
        "SelfManagedKafkaEventSourceConfig",
        "StartingPosition",
        "StartingPositionTimestamp",
        "Topics",
        "TumblingWindowInSeconds");
  }
}
