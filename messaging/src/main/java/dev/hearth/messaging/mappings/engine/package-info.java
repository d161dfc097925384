/// Mappings at work: polls queues, reads streams, builds batches, invokes functions with them, and
/// decides what follows from their answers.
///
/// Start with [dev.hearth.messaging.mappings.engine.MappingEngine], which runs the mappings that
/// this node holds; [dev.hearth.messaging.mappings.engine.QueueTurn] and
/// [dev.hearth.messaging.mappings.engine.LaneTurn] are what happens to one batch. This package must
/// not know how functions run, nor any source's own tables.
@NullMarked
package dev.hearth.messaging.mappings.engine;

import org.jspecify.annotations.NullMarked;
