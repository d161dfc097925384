package dev.hearth.identity.ledger;

import java.time.Instant;

/// A report on last accesses that was asked for.
///
/// @param id a UUID
/// @param arn of the user, group, role or managed policy that it is about
/// @param byAction whether it tells actions, and not services only
public record ReportJob(String id, String account, String arn, boolean byAction, Instant created) {}
