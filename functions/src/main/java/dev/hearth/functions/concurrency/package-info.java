/// Concurrency: what functions reserve of their account's, and what is provisioned for versions and
/// aliases.
///
/// Start with [dev.hearth.functions.concurrency.ConcurrencyOperations]. Configurations are kept
/// here and followed by those who run functions, who are told of each change as a
/// [dev.hearth.functions.ConcurrencyPlan]; this package must not know how they do it.
@NullMarked
package dev.hearth.functions.concurrency;

import org.jspecify.annotations.NullMarked;
