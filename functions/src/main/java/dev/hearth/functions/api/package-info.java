/// Lambda's operations on functions, one class each.
///
/// Start with [dev.hearth.functions.api.FunctionsPart], which puts the part together, and with
/// [dev.hearth.functions.api.CreateFunction]. An operation checks its input, lets
/// [dev.hearth.functions.catalogue.Changes] decide, and answers in the SDK's shapes.
@NullMarked
package dev.hearth.functions.api;

import org.jspecify.annotations.NullMarked;
