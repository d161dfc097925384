package dev.hearth.server;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.FunctionVersion;
import dev.hearth.functions.api.FunctionsPart;
import dev.hearth.invocation.Answer;
import dev.hearth.invocation.DurableFunctions;
import dev.hearth.invocation.Event;
import dev.hearth.invocation.async.Destinations;
import dev.hearth.invocation.async.EventRunner;
import dev.hearth.invocation.async.ExecutionRole;
import dev.hearth.messaging.mappings.api.MappingsPart;
import dev.hearth.store.Database;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;

/// Joins event source mappings to the parts that they need.
final class Mappings {
  private Mappings() {}

  static MappingsPart open(
      Database messaging,
      FunctionsPart functions,
      EventRunner runner,
      DurableFunctions durable,
      ExecutionRole roles,
      Destinations destinations,
      InstantSource clock) {
    EventRunner batches =
        (function, event) -> {
          var version = version(functions, function);
          return version.settings().durable() == null
              ? runner.run(function, event)
              : execution(durable, version, event);
        };
    var part =
        new MappingsPart(
            messaging,
            new MappingsPart.Ports(
                functions.functions(), batches, functions.asyncSettings(), roles, destinations),
            () -> UUID.randomUUID().toString(),
            clock);
    functions.tagged().serve("event-source-mapping", part.tags());
    return part;
  }

  private static FunctionVersion version(FunctionsPart functions, FunctionReference function) {
    return functions
        .functions()
        .resolve(function.account(), function.region(), function.name(), function.qualifier());
  }

  /// A batch of a durable function is an execution of its own, which is waited for.
  private static Answer execution(DurableFunctions durable, FunctionVersion version, Event event) {
    return Objects.requireNonNull(
        durable.start(version, null, event, true).answer(), "it was waited for");
  }
}
