/// Durable executions: what is recorded of them, how an update changes it, and what makes the
/// function run again.
///
/// An execution changes in [dev.hearth.workflows.execution.ExecutionChange], one transaction each,
/// and only there: by a checkpoint of the function
/// ([dev.hearth.workflows.execution.OperationUpdates]), by time
/// ([dev.hearth.workflows.execution.Timers]), by a callback, or by the end of an invocation
/// ([dev.hearth.workflows.execution.ExecutionRunner]). What it must do later is work in the same
/// database's queue, taken in by the same transaction. The SDK's model classes `Operation` and
/// `Event` are what is stored. This package must not know the wire's operations.
@NullMarked
package dev.hearth.workflows.execution;

import org.jspecify.annotations.NullMarked;
