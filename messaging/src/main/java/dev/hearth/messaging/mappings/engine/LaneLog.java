package dev.hearth.messaging.mappings.engine;

import dev.hearth.kernel.Payload;
import dev.hearth.messaging.mappings.store.Lane;
import dev.hearth.messaging.mappings.store.Mapping;
import dev.hearth.messaging.mappings.store.MappingStore;
import org.jspecify.annotations.Nullable;

/// Stores how far lanes are, and with it what is told of records that were given up.
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
    var destination = mapping.settings().destinationConfig();
    var onFailure = destination == null ? null : destination.onFailure();
    var target = given == null || onFailure == null ? null : onFailure.destination();
    var held =
        store.writeHeld(
            mapping.uuid(),
            tables -> {
              tables.lanes().put(mapping.uuid(), lane);
              if (given != null && target != null) {
                deliveries.add(tables.sql(), mapping, target, given.requestId(), given.record());
              }
            });
    if (target != null) {
      deliveries.announce();
    }
    return held;
  }
}
