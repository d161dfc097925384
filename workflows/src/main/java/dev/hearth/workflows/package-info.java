/// Work that outlives an invocation: durable executions, in which a function waits for hours, is
/// run again from its beginning and goes on where it was, because every step it took is recorded.
///
/// Start with [dev.hearth.workflows.execution.DurableExecutions], then read
/// [dev.hearth.workflows.execution.ExecutionRunner]. This part runs functions through `invocation`
/// alone; it must not know sandboxes.
@NullMarked
package dev.hearth.workflows;

import org.jspecify.annotations.NullMarked;
