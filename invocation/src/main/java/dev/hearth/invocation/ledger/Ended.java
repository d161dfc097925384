package dev.hearth.invocation.ledger;

import dev.hearth.kernel.Payload;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An event that ends.
///
/// @param requestId what its caller was told
/// @param functionArn without a qualifier
/// @param qualifier as invoked; empty for none
/// @param attempts runs that were begun
/// @param why the last error, or what kept it from running; empty after a success
/// @param redrivable all that is needed to run it again; null after a success
public record Ended(
    String requestId,
    String functionArn,
    String qualifier,
    Instant accepted,
    Instant ended,
    int attempts,
    Outcome outcome,
    String why,
    @Nullable Payload redrivable) {}
