package dev.hearth.messaging.queues;

/// How many messages a queue has.
///
/// @param visible could be received now, or behind others of their group
/// @param inFlight were received and are hidden
/// @param delayed were sent and cannot be received yet
public record QueueCounts(long visible, long inFlight, long delayed) {}
