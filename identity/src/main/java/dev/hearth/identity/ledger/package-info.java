/// What each role and user has really asked for, and what it was refused.
///
/// Start with [dev.hearth.identity.ledger.AccessLedger], which hears of every decision and writes
/// them down in batches; [dev.hearth.identity.ledger.AccessReports] compares what was called with
/// what is granted. This package must not know the wire's protocols.
@NullMarked
package dev.hearth.identity.ledger;

import org.jspecify.annotations.NullMarked;
