/// The tables of functions and their versions.
///
/// Start with [dev.hearth.functions.store.FunctionTables]: all SQL of this part is in it, and its
/// callers decide what one transaction is. This package must not know Lambda's shapes or errors.
@NullMarked
package dev.hearth.functions.store;

import org.jspecify.annotations.NullMarked;
