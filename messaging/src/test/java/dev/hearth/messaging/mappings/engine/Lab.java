package dev.hearth.messaging.mappings.engine;

import dev.hearth.functions.AsyncSettings;
import dev.hearth.functions.FunctionReference;
import dev.hearth.invocation.Answer;
import dev.hearth.invocation.Event;
import dev.hearth.invocation.async.Delivery;
import dev.hearth.invocation.async.Destination;
import dev.hearth.invocation.async.Destinations;
import dev.hearth.invocation.async.Receipt;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.mappings.EventSources;
import dev.hearth.messaging.mappings.store.Mapping;
import dev.hearth.messaging.mappings.store.MappingState;
import dev.hearth.messaging.mappings.store.MappingStore;
import dev.hearth.store.Database;
import dev.hearth.store.Databases;
import dev.hearth.store.WorkQueue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.services.lambda.model.DestinationConfig;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.EventSourcePosition;
import software.amazon.awssdk.services.lambda.model.FunctionResponseType;

/// One mapping over a real store, with a clock, a function and a destination that do as a test
/// says. What a process would do on threads of its own a test does turn by turn.
public final class Lab {
  static final Arn STREAM = arn("kinesis", "stream/s");
  static final Arn QUEUE = arn("sqs", "q");
  public static final Arn FAILURES = arn("sqs", "failures");
  static final Duration NOW = Duration.ZERO;

  final SteppedClock clock = new SteppedClock();
  final Database database;
  final MappingStore store;
  final String uuid;
  final List<Event> ran = new ArrayList<>();
  final List<Delivery> delivered = new ArrayList<>();
  Function<Event, Answer> function = _ -> answer("null");
  boolean exists = true;
  boolean allowed = true;
  Receipt receipt = new Receipt.Delivered();
  Mapping mapping;
  BatchInvoker invoker;
  FailureDeliveries deliveries;
  Results results;
  private int requests;

  Lab(
      Database database,
      String uuid,
      Arn source,
      Consumer<EventSourceMappingConfiguration.Builder> settings) {
    this.database = database;
    this.uuid = uuid;
    store = new MappingStore(database, clock, "node-" + uuid);
    mapping = mapping(source, settings);
    store.write(
        tables -> {
          tables.insert(mapping);
          return null;
        });
    restart();
  }

  public static Database open(Path folder) {
    return Databases.sqlite(folder.resolve("messaging.db"), MappingStore.SCHEMA, WorkQueue.SCHEMA);
  }

  private Mapping mapping(Arn source, Consumer<EventSourceMappingConfiguration.Builder> settings) {
    var builder =
        EventSourceMappingConfiguration.builder()
            .batchSize(10)
            .maximumBatchingWindowInSeconds(0)
            .functionResponseTypes(List.<FunctionResponseType>of());
    if (source.equals(STREAM)) {
      builder
          .startingPosition(EventSourcePosition.TRIM_HORIZON)
          .parallelizationFactor(1)
          .maximumRecordAgeInSeconds(-1)
          .bisectBatchOnFunctionError(false)
          .maximumRetryAttempts(-1)
          .tumblingWindowInSeconds(0)
          .destinationConfig(
              DestinationConfig.builder()
                  .onFailure(failure -> failure.destination(FAILURES.toString()))
                  .build());
    }
    settings.accept(builder);
    return new Mapping(
        uuid,
        new FunctionReference(new AccountId("123456789012"), Region.DEFAULT, "f-" + uuid, ""),
        source,
        builder.build(),
        Map.of(),
        true,
        MappingState.ENABLED,
        "User action",
        "",
        clock.instant(),
        0,
        false);
  }

  private static Arn arn(String service, String resource) {
    return Arn.of(service, Region.DEFAULT, new AccountId("123456789012"), resource);
  }

  /// As a process that was killed and begins again.
  void restart() {
    store.write(
        tables -> {
          tables
              .sql()
              .createUpdate("UPDATE event_source_mappings SET node = :node WHERE uuid = :uuid")
              .bind("node", "node-" + uuid)
              .bind("uuid", uuid)
              .execute();
          return null;
        });
    var destinations = new Destinations((_, _, _) -> allowed);
    destinations.serve("sqs", new Recorder());
    invoker =
        new BatchInvoker(
            new AnyFunction(() -> exists),
            (_, event) -> {
              ran.add(event);
              return function.apply(event);
            },
            _ -> AsyncSettings.DEFAULT,
            () -> new UUID(uuid.hashCode(), ++requests).toString(),
            clock);
    var queue = new WorkQueue(database, "failures of " + uuid, clock);
    queue.reclaim();
    deliveries = new FailureDeliveries(queue, destinations, invoker, clock);
    results = new Results(store, uuid, stored().result());
  }

  Mapping stored() {
    return store.read(tables -> tables.find(uuid)).orElseThrow();
  }

  StreamRun stream(MemoryStream source) {
    var sources = new EventSources((_, _, _) -> allowed);
    return new StreamRun(
        source,
        mapping,
        invoker,
        new RoleCheck(
            () ->
                sources.checkRole(
                    invoker.version(mapping.function()).settings().role(),
                    source,
                    mapping.source(),
                    mapping.settings()),
            clock),
        results,
        new Shards(store),
        new LaneLog(store, deliveries),
        clock);
  }

  public static Answer answer(String json) {
    return new Answer(Payload.of(json), null, "$LATEST", Payload.EMPTY);
  }

  public static Answer failure() {
    return new Answer(
        Payload.of("{\"errorMessage\":\"no\"}"), "Unhandled", "$LATEST", Payload.EMPTY);
  }

  public static ServiceException throttled() {
    return new ServiceException("TooManyRequestsException", 429, "Rate Exceeded.");
  }

  private final class Recorder implements Destination {
    @Override
    public String action() {
      return "sqs:SendMessage";
    }

    @Override
    public Receipt deliver(Delivery delivery) {
      delivered.add(delivery);
      return receipt;
    }
  }
}
