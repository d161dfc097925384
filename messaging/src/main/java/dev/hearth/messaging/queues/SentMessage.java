package dev.hearth.messaging.queues;

import org.jspecify.annotations.Nullable;

/// What became of a message that was sent: its own ids, or those of the message that it duplicates.
///
/// @param messageId a UUID
/// @param sequenceNumber 20 digits; null unless the queue is a FIFO queue
public record SentMessage(String messageId, @Nullable String sequenceNumber) {}
