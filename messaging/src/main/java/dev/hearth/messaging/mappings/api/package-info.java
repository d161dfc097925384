/// Lambda's operations on event source mappings, one class each.
///
/// Start with [dev.hearth.messaging.mappings.api.MappingsPart], which puts the part together. An
/// operation checks and writes what is wanted; the engine brings it about.
@NullMarked
package dev.hearth.messaging.mappings.api;

import org.jspecify.annotations.NullMarked;
