package dev.hearth.messaging.mappings.engine;

import dev.hearth.messaging.mappings.QueueSource;
import dev.hearth.messaging.mappings.store.Mapping;

/// What pipes hand their batches to; whoever has pipes implements it.
@FunctionalInterface
public interface PipeEnds {
  /// @param pipe a mapping that has a pipe
  BatchTaker open(QueueSource source, Mapping pipe);
}
