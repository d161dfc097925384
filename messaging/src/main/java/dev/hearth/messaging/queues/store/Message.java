package dev.hearth.messaging.queues.store;

import org.jspecify.annotations.Nullable;

/// A row of a message, as the columns have it; times in milliseconds of the epoch.
///
/// @param id 0 before it is inserted
/// @param lane the group in a FIFO queue; null in others
public record Message(
    long id,
    long queue,
    long visibleAt,
    long receives,
    long earlierReceives,
    long firstReceivedAt,
    long sentAt,
    long enqueuedAt,
    @Nullable String lane,
    String messageId,
    String sender,
    @Nullable String groupId,
    @Nullable String deduplicationId,
    @Nullable String trace,
    @Nullable String deadLetterSource,
    @Nullable String attributes,
    String body) {

  /// With another content.
  public Message with(@Nullable String attributes, String body) {
    return new Message(
        id,
        queue,
        visibleAt,
        receives,
        earlierReceives,
        firstReceivedAt,
        sentAt,
        enqueuedAt,
        lane,
        messageId,
        sender,
        groupId,
        deduplicationId,
        trace,
        deadLetterSource,
        attributes,
        body);
  }
}
