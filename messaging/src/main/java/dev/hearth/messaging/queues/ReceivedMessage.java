package dev.hearth.messaging.queues;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A message that was received. It is in flight until it is deleted or its visibility timeout ends.
///
/// @param receiptHandle deletes it, or changes its visibility timeout
/// @param attributes by name
/// @param sender the `SenderId`
/// @param sent the `SentTimestamp`
/// @param firstReceived the `ApproximateFirstReceiveTimestamp`
/// @param receives the `ApproximateReceiveCount`, in all queues that it was in
/// @param trace the `AWSTraceHeader`; null for none
/// @param groupId the `MessageGroupId`; null for none
/// @param deduplicationId the `MessageDeduplicationId`; null unless the queue is a FIFO queue
/// @param sequenceNumber 20 digits; null unless the queue is a FIFO queue
/// @param deadLetterSource the ARN of the queue that it is a dead letter of; null for none
public record ReceivedMessage(
    String messageId,
    String receiptHandle,
    String body,
    Map<String, MessageAttribute> attributes,
    String sender,
    Instant sent,
    Instant firstReceived,
    long receives,
    @Nullable String trace,
    @Nullable String groupId,
    @Nullable String deduplicationId,
    @Nullable String sequenceNumber,
    @Nullable String deadLetterSource) {}
