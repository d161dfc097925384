package dev.hearth.messaging.topics.delivery;

import dev.hearth.messaging.sealing.DataKey;
import dev.hearth.messaging.topics.TopicArn;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A published message.
///
/// @param id a UUID
/// @param key by which it is stored; null where it is stored in the clear
record Message(TopicArn topic, String id, Instant published, Draft draft, @Nullable DataKey key) {}
