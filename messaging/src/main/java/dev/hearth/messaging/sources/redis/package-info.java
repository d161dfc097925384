/// Streams of Redis, and of stores that speak its protocol, as sources of event source mappings.
///
/// Start with [dev.hearth.messaging.sources.redis.RedisSource]. The client is loaded when the first
/// mapping is read, and by nothing else.
@NullMarked
package dev.hearth.messaging.sources.redis;

import org.jspecify.annotations.NullMarked;
