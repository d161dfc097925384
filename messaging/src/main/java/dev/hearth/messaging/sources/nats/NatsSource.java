package dev.hearth.messaging.sources.nats;

import dev.hearth.kernel.Arn;
import dev.hearth.messaging.mappings.EventSources;
import dev.hearth.messaging.mappings.QueueReader;
import dev.hearth.messaging.mappings.Unsupported;
import dev.hearth.messaging.sources.registered.RegisteredQueue;
import dev.hearth.messaging.sources.registered.RegisteredSources;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.EventSourcePosition;

/// Streams of JetStream on registered NATS servers, which AWS does not have as event sources:
/// `Queues` names a stream, and with a slash behind it a filter of its subjects, such as
/// `ORDERS/orders.eu.>`. The server keeps a durable consumer for each mapping. One batch is worked
/// on at a time, so that the order stays, unless `ScalingConfig` asks for more. Records are
/// CloudEvents.
public final class NatsSource extends RegisteredQueue {
  public NatsSource(RegisteredSources servers) {
    super(servers, "nats");
  }

  @Override
  public QueueReader open(String uuid, Arn arn, EventSourceMappingConfiguration settings) {
    return new NatsReader(
        find(arn), arn, NatsConsumer.of(uuid, settings, atOnce(settings)), settings.batchSize());
  }

  /// How many messages may be worked on.
  private int atOnce(EventSourceMappingConfiguration settings) {
    var scaling = settings.scalingConfig();
    var batches = scaling == null ? null : scaling.maximumConcurrency();
    return settings.batchSize() * Objects.requireNonNullElse(batches, concurrency());
  }

  @Override
  public void forget(String uuid, Arn arn, EventSourceMappingConfiguration settings) {
    NatsConsumer.of(uuid, settings, 1).end(find(arn));
  }

  @Override
  public void check(Arn source, EventSourceMappingConfiguration settings) {
    var names = only(settings, "a stream of JetStream").split("/", 2);
    if (!names[0].matches("[^\\s.*>/\\\\]+")) {
      throw EventSources.invalid(
          "Queues: %s is no name of a stream of JetStream.".formatted(names[0]));
    }
    if (names.length > 1 && !names[1].matches("[^\\s.]+(\\.[^\\s.]+)*")) {
      throw EventSources.invalid("Queues: %s is no subject of NATS.".formatted(names[1]));
    }
    boolean wantsTime = settings.startingPosition() == EventSourcePosition.AT_TIMESTAMP;
    if (wantsTime != (settings.startingPositionTimestamp() != null)) {
      throw EventSources.invalid(
          "StartingPositionTimestamp is required when StartingPosition is AT_TIMESTAMP, and only"
              + " then.");
    }
  }

  @Override
  public @Nullable GivingUp givingUp(EventSourceMappingConfiguration settings) {
    return GivingUp.of(settings, "NatsBatchInfo");
  }

  @Override
  public Map<String, String> unsupported() {
    return Unsupported.texts(
        "BisectBatchOnFunctionError",
        "MaximumRecordAgeInSeconds",
        "ParallelizationFactor",
        "SelfManagedEventSource",
        "SelfManagedKafkaEventSourceConfig",
        "SourceAccessConfigurations",
        "Topics",
        "TumblingWindowInSeconds");
  }
}
