/// The operations on durable executions, one class each; see
/// [dev.hearth.workflows.api.CheckpointDurableExecution] for what the functions' own SDK calls.
/// They read requests and show answers; what an execution is, `execution` knows.
@NullMarked
package dev.hearth.workflows.api;

import org.jspecify.annotations.NullMarked;
