package dev.hearth.messaging.topics.delivery;

import dev.hearth.messaging.topics.TopicArn;
import java.time.Instant;

/// A published message.
///
/// @param id a UUID
record Message(TopicArn topic, String id, Instant published, Draft draft) {}
