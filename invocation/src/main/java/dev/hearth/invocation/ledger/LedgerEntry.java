package dev.hearth.invocation.ledger;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An event as the ledger tells of it.
///
/// @param id where it stands in the order of endings
/// @param qualifier as invoked; empty for none
/// @param why empty after a success
/// @param redrivenAs the request id of the event that was made of it; null where none was
/// @param sent what was sent to destinations
public record LedgerEntry(
    long id,
    String requestId,
    String qualifier,
    Instant accepted,
    Instant ended,
    int attempts,
    Outcome outcome,
    String why,
    @Nullable String redrivenAs,
    List<Sending> sent) {}
