package dev.hearth.messaging.pipes.api;

import dev.hearth.messaging.mappings.store.Mapping;
import dev.hearth.messaging.mappings.store.MappingState;
import dev.hearth.messaging.mappings.store.MappingStore;
import dev.hearth.messaging.mappings.store.MappingTables;
import dev.hearth.messaging.pipes.PipeReference;
import dev.hearth.messaging.pipes.PipeRefusals;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.pipes.model.DescribePipeResponse;
import software.amazon.awssdk.services.pipes.model.PipeState;

/// Pipes as the operations find, change and show them.
final class Pipes {
  private static final String USER = "USER_INITIATED";
  private static final String PROBLEM = "PROBLEM";

  private final MappingStore store;
  private final Runnable announce;

  /// @param announce has the engine look
  Pipes(MappingStore store, Runnable announce) {
    this.store = store;
    this.announce = announce;
  }

  MappingStore store() {
    return store;
  }

  /// Access to an action on a pipe, whose tags policies may ask for.
  Access access(String action, PipeReference pipe) {
    var conditions = new HashMap<String, List<String>>();
    store
        .read(tables -> tables.pipe(pipe.account(), pipe.region(), pipe.name()))
        .ifPresent(
            found ->
                found
                    .tags()
                    .forEach(
                        (key, value) -> conditions.put("aws:ResourceTag/" + key, List.of(value))));
    return new Access(
        List.of(new Access.Need("pipes:" + action, pipe.toString(), Map.copyOf(conditions))));
  }

  static Mapping find(MappingTables tables, PipeReference pipe) {
    return tables
        .pipe(pipe.account(), pipe.region(), pipe.name())
        .orElseThrow(() -> PipeRefusals.notFound(pipe.name()));
  }

  Mapping find(PipeReference pipe) {
    return store.read(tables -> find(tables, pipe));
  }

  void insert(Mapping mapping, PipeReference pipe) {
    store.write(
        tables -> {
          if (tables.pipe(pipe.account(), pipe.region(), pipe.name()).isPresent()) {
            throw PipeRefusals.exists(pipe.name());
          }
          tables.insert(mapping);
          return null;
        });
    announce.run();
  }

  /// Changes a pipe that nothing is under way with, and has the engine make it so.
  ///
  /// @param change makes it what is wanted; its revision is counted here
  Mapping change(PipeReference pipe, UnaryOperator<Mapping> change) {
    var changed =
        store.write(
            tables -> {
              var found = find(tables, pipe);
              if (!found.state().settled()) {
                throw PipeRefusals.state(pipe.name(), state(found).toString());
              }
              var next = change.apply(found);
              tables.update(next);
              return next;
            });
    announce.run();
    return changed;
  }

  /// The same pipe, run or not.
  static Mapping wanted(Mapping before, boolean enabled, MappingState state, Call call) {
    return new Mapping(
        before.uuid(),
        before.function(),
        before.source(),
        before.settings(),
        before.tags(),
        enabled,
        state,
        USER,
        "",
        call.time(),
        before.revision() + 1,
        before.started(),
        before.pipe());
  }

  void tag(Call call, String arn, UnaryOperator<Map<String, String>> change) {
    var pipe = PipeReference.parse(call, arn);
    store.write(
        tables -> {
          var found = find(tables, pipe);
          tables.update(found.tagged(change.apply(found.tags())));
          return null;
        });
  }

  static PipeState state(Mapping mapping) {
    return switch (mapping.state()) {
      case CREATING -> PipeState.CREATING;
      case ENABLING -> PipeState.STARTING;
      case ENABLED -> PipeState.RUNNING;
      case DISABLING -> PipeState.STOPPING;
      case DISABLED -> PipeState.STOPPED;
      case UPDATING -> PipeState.UPDATING;
      case DELETING -> PipeState.DELETING;
    };
  }

  /// Why it is in its state; while it runs, what is in its way.
  static String reason(Mapping mapping) {
    return mapping.result().startsWith(PROBLEM) ? mapping.result() : mapping.reason();
  }

  /// What its user configured.
  static DescribePipeResponse model(Mapping mapping) {
    var model = mapping.pipe();
    if (model == null) {
      throw new IllegalArgumentException("mapping: of a function (expected: a pipe)");
    }
    return model;
  }

  /// `RUNNING` or `STOPPED`.
  static String desired(Mapping mapping) {
    if (mapping.state() == MappingState.DELETING) {
      return "DELETED";
    }
    return mapping.enabled() ? "RUNNING" : "STOPPED";
  }
}
