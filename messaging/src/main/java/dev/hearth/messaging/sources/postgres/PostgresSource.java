package dev.hearth.messaging.sources.postgres;

import dev.hearth.kernel.Arn;
import dev.hearth.messaging.mappings.QueueReader;
import dev.hearth.messaging.mappings.Unsupported;
import dev.hearth.messaging.sources.registered.RegisteredQueue;
import dev.hearth.messaging.sources.registered.RegisteredSources;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;

/// Committed changes of tables of registered PostgreSQL servers, which AWS does not have as event
/// sources: `Queues` names the tables, such as `public.orders,public.customers`. The server keeps a
/// logical replication slot for each mapping. One batch is worked on at a time, so that the order
/// stays. Records are CloudEvents.
public final class PostgresSource extends RegisteredQueue {
  public PostgresSource(RegisteredSources servers) {
    super(servers, "postgres");
  }

  @Override
  public QueueReader open(String uuid, Arn arn, EventSourceMappingConfiguration settings) {
    return new PostgresReader(
        new PostgresSlot(find(arn), uuid, tables(settings)), arn, settings.batchSize());
  }

  @Override
  public void forget(String uuid, Arn arn, EventSourceMappingConfiguration settings) {
    new PostgresSlot(find(arn), uuid, tables(settings)).drop();
  }

  private static PostgresTables tables(EventSourceMappingConfiguration settings) {
    return PostgresTables.parse(settings.queues().getFirst());
  }

  @Override
  public void check(Arn source, EventSourceMappingConfiguration settings) {
    PostgresTables.parse(only(settings, "tables of PostgreSQL, set apart by commas"));
  }

  @Override
  public @Nullable GivingUp givingUp(EventSourceMappingConfiguration settings) {
    return GivingUp.of(settings, "PostgresBatchInfo");
  }

  /// What was before a mapping is not among the changes, so that there is no position to begin at.
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
