package dev.hearth.identity.ledger;

import java.time.Instant;

/// A request that was denied.
///
/// @param principal the ARN of the role or user
/// @param caller the ARN of who called, of a session for a session
/// @param said the end of the sentence that the caller was told, such as `because no identity-based
///   policy allows the sqs:SendMessage action`
/// @param decidedBy the statement that denied it; empty where none allowed it
public record AccessDenial(
    String requestId,
    Instant time,
    String account,
    String principal,
    String caller,
    String action,
    String resource,
    String said,
    String decidedBy) {}
