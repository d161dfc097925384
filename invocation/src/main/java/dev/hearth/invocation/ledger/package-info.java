/// What became of asynchronous events: one row for every event that came to an end, kept for some
/// days.
///
/// Start with [dev.hearth.invocation.ledger.Ledger]. Its rows are written in the transactions of
/// those who end events. This package must not know how events are run, retried or delivered.
@NullMarked
package dev.hearth.invocation.ledger;

import org.jspecify.annotations.NullMarked;
