package dev.hearth.messaging.mappings.engine;

import dev.hearth.kernel.Payload;
import dev.hearth.messaging.mappings.store.Lane;
import dev.hearth.messaging.mappings.store.Mapping;
import dev.hearth.messaging.mappings.store.MappingStore;
import dev.hearth.messaging.mappings.store.MappingTables;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Stores how far lanes are, and with it what is told of records that were given up; of messages of
/// queues only that.
final class LaneLog {
  private final MappingStore store;
  private final FailureDeliveries deliveries;

  LaneLog(MappingStore store, FailureDeliveries deliveries) {
    this.store = store;
    this.deliveries = deliveries;
  }

  /// What the mapping's on-failure destination is told, where it has one.
  record GivenUp(String requestId, Payload record) {}

  /// @param given null where nothing was given up
  /// @return false where another node has the mapping by now: nothing was stored then
  boolean save(Mapping mapping, Lane lane, @Nullable GivenUp given) {
    return write(
        mapping,
        tables -> tables.lanes().put(mapping.uuid(), lane),
        given == null ? List.of() : List.of(given));
  }

  /// Stores what is told of messages of a queue, which may be removed from it afterwards.
  ///
  /// @return as [#save]
  boolean giveUp(Mapping mapping, List<GivenUp> given) {
    return write(mapping, _ -> {}, given);
  }

  private boolean write(Mapping mapping, Consumer<MappingTables> change, List<GivenUp> given) {
    var destination = mapping.settings().destinationConfig();
    var onFailure = destination == null ? null : destination.onFailure();
    var target = given.isEmpty() || onFailure == null ? null : onFailure.destination();
    var held =
        store.writeHeld(
            mapping.uuid(),
            tables -> {
              change.accept(tables);
              if (target != null) {
                given.forEach(
                    each ->
                        deliveries.add(
                            tables.sql(), mapping, target, each.requestId(), each.record()));
              }
            });
    if (target != null) {
      deliveries.announce();
    }
    return held;
  }
}
