/// How asynchronous invocation is configured: attempts, age and destinations, for a function, a
/// version or an alias.
///
/// Start with [dev.hearth.functions.events.EventInvokeOperations]; the SQL is in
/// [dev.hearth.functions.events.EventInvokeConfigs], which also answers those who run events. This
/// package must not know how an event is kept, run or delivered.
@NullMarked
package dev.hearth.functions.events;

import org.jspecify.annotations.NullMarked;
