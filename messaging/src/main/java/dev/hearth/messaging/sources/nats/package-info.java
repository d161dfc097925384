/// Streams of NATS JetStream as sources of event source mappings.
///
/// Start with [dev.hearth.messaging.sources.nats.NatsSource]. The client is loaded when the first
/// mapping is read, and by nothing else.
@NullMarked
package dev.hearth.messaging.sources.nats;

import org.jspecify.annotations.NullMarked;
