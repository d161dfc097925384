package dev.hearth.messaging.mappings.api;

import dev.hearth.functions.AsyncSettings;
import dev.hearth.functions.Functions;
import dev.hearth.invocation.async.Destinations;
import dev.hearth.invocation.async.EventRunner;
import dev.hearth.invocation.async.ExecutionRole;
import dev.hearth.messaging.mappings.EventSources;
import dev.hearth.messaging.mappings.engine.BatchInvoker;
import dev.hearth.messaging.mappings.engine.FailureDeliveries;
import dev.hearth.messaging.mappings.engine.MappingEngine;
import dev.hearth.messaging.mappings.store.MappingStore;
import dev.hearth.store.Database;
import dev.hearth.store.WorkQueue;
import dev.hearth.wire.ServiceOperation;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/// Event source mappings, put together.
public final class MappingsPart {
  private final MappingStore store;
  private final BatchInvoker invoker;
  private final EventSources sources;
  private final MappingEngine engine;
  private final MappingTags tags;
  private final List<ServiceOperation<?>> operations;

  /// What this part asks of others.
  ///
  /// @param runner runs a batch, durable functions as such
  /// @param async tells whether a function may call itself in a loop
  /// @param roles what execution roles may do
  /// @param destinations where records of failures go
  public record Ports(
      Functions functions,
      EventRunner runner,
      AsyncSettings.Source async,
      ExecutionRole roles,
      Destinations destinations) {}

  /// @param database opened with [MappingStore#SCHEMA] and [WorkQueue#SCHEMA]
  /// @param uuids new ones
  public MappingsPart(Database database, Ports ports, Supplier<String> uuids, InstantSource clock) {
    store = new MappingStore(database, clock, uuids.get());
    sources = new EventSources(ports.roles());
    invoker = new BatchInvoker(ports.functions(), ports.runner(), ports.async(), uuids, clock);
    var deliveries =
        new FailureDeliveries(
            new WorkQueue(database, "mapping-failures", clock),
            ports.destinations(),
            invoker,
            clock);
    engine = new MappingEngine(store, sources, invoker, deliveries, clock);
    var input = new MappingInput(ports.functions(), sources, ports.destinations());
    var access = new MappingAccess(store);
    tags = new MappingTags(store);
    operations =
        List.of(
            new CreateEventSourceMapping(store, input, sources, engine::announce, uuids),
            new GetEventSourceMapping(store, access),
            new ListEventSourceMappings(store, ports.functions()),
            new UpdateEventSourceMapping(store, input, sources, access, engine::announce),
            new DeleteEventSourceMapping(store, access, engine::announce));
  }

  /// Where mappings are kept, pipes among them.
  public MappingStore store() {
    return store;
  }

  /// What invokes functions and waits for them.
  public BatchInvoker invoker() {
    return invoker;
  }

  /// Where services say that functions can be invoked from them.
  public EventSources sources() {
    return sources;
  }

  /// What runs the mappings; to be started last and closed first.
  public MappingEngine engine() {
    return engine;
  }

  /// The tags of mappings, for the operations on tags.
  public MappingTags tags() {
    return tags;
  }

  /// For the service `lambda`.
  public List<ServiceOperation<?>> operations() {
    return operations;
  }
}
