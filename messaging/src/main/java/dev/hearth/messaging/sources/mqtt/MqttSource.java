package dev.hearth.messaging.sources.mqtt;

import dev.hearth.kernel.Arn;
import dev.hearth.messaging.mappings.EventSources;
import dev.hearth.messaging.mappings.QueueReader;
import dev.hearth.messaging.mappings.Unsupported;
import dev.hearth.messaging.sources.registered.RegisteredQueue;
import dev.hearth.messaging.sources.registered.RegisteredSources;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;

/// Topics of registered MQTT 5 brokers, which AWS does not have as event sources: `Queues` names a
/// topic filter, such as `sensors/+/temperature`. The broker keeps a session for each mapping, with
/// what was published since and is not acknowledged. One batch is worked on at a time, so that the
/// order stays; what fails for good goes to the on-failure destination, for brokers have no dead
/// letters. Records are CloudEvents.
public final class MqttSource extends RegisteredQueue {
  private final Supplier<String> ids;
  private final InstantSource clock;

  /// @param ids new ones, for messages have none
  public MqttSource(RegisteredSources brokers, Supplier<String> ids, InstantSource clock) {
    super(brokers, "mqtt");
    this.ids = ids;
    this.clock = clock;
  }

  @Override
  public QueueReader open(String uuid, Arn arn, EventSourceMappingConfiguration settings) {
    return new MqttReader(
        new MqttSession(find(arn), client(uuid)),
        arn,
        settings.queues().getFirst(),
        settings.batchSize(),
        ids,
        clock);
  }

  private static String client(String uuid) {
    return "hearth-" + uuid;
  }

  @Override
  public void forget(String uuid, Arn arn, EventSourceMappingConfiguration settings) {
    new MqttSession(find(arn), client(uuid)).end();
  }

  @Override
  public void check(Arn source, EventSourceMappingConfiguration settings) {
    var filter = only(settings, "a topic filter of MQTT");
    if (!MqttSession.isFilter(filter)) {
      throw EventSources.invalid("Queues: %s is no topic filter of MQTT.".formatted(filter));
    }
  }

  @Override
  public @Nullable GivingUp givingUp(EventSourceMappingConfiguration settings) {
    return GivingUp.of(settings, "MqttBatchInfo");
  }

  @Override
  public Map<String, String> unsupported() {
    return Unsupported.texts(
        "BisectBatchOnFunctionError",
        "MaximumRecordAgeInSeconds",
        "ParallelizationFactor",
        "ScalingConfig",
        "SelfManagedEventSource",
        "SelfManagedKafkaEventSourceConfig",
        "SourceAccessConfigurations",
        "StartingPosition",
        "StartingPositionTimestamp",
        "Topics",
        "TumblingWindowInSeconds");
  }
}
