package dev.hearth.messaging.pipes;

import dev.hearth.messaging.mappings.EventSources;
import dev.hearth.messaging.mappings.engine.MappingEngine;
import dev.hearth.messaging.mappings.store.MappingStore;
import dev.hearth.messaging.pipes.api.PipeOperations;
import dev.hearth.wire.Service;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// EventBridge Pipes, put together over the engine of event source mappings, which runs them.
public final class PipesPart {
  private final Service service;

  /// @param sources where pipes read; those whose messages are leased
  /// @param assumable whether Pipes may assume the role of an ARN
  /// @param uuids new ones
  public PipesPart(
      MappingStore store,
      EventSources sources,
      MappingEngine engine,
      PipeTargets targets,
      Predicate<String> assumable,
      Supplier<String> uuids,
      InstantSource clock) {
    engine.serve(
        (source, mapping) ->
            new PipeEnd(source, Objects.requireNonNull(mapping.pipe()), targets, clock));
    service =
        new Service(
            "pipes",
            PipeOperations.of(store, sources, targets, assumable, engine::announce, uuids));
  }

  /// EventBridge Pipes' API.
  public Service service() {
    return service;
  }
}
