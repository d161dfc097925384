/// Event source mappings: what arrives in a queue or a stream is handed to a function, in batches.
///
/// This package holds what the services that can be a source implement:
/// [dev.hearth.messaging.mappings.QueueSource] or [dev.hearth.messaging.mappings.StreamSource],
/// registered in [dev.hearth.messaging.mappings.EventSources]. Whoever reads how a mapping runs
/// begins with `engine.MappingEngine`; `api` has Lambda's operations and puts it all together,
/// `store` its SQL. None of them must know a source's own tables or operations.
@NullMarked
package dev.hearth.messaging.mappings;

import org.jspecify.annotations.NullMarked;
