package dev.hearth.observability.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A log stream as it is stored.
///
/// @param id never used again, also when a stream of the same name is made later
/// @param firstEvent time of the oldest event ever stored, or null
/// @param lastEvent time of the newest event ever stored, or null
/// @param lastIngestion when an event was last stored, or null
public record LogStream(
    long id,
    long groupId,
    String name,
    Instant created,
    @Nullable Instant firstEvent,
    @Nullable Instant lastEvent,
    @Nullable Instant lastIngestion) {}
