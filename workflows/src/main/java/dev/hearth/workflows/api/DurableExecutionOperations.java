package dev.hearth.workflows.api;

import dev.hearth.functions.Functions;
import dev.hearth.wire.ServiceOperation;
import dev.hearth.workflows.execution.DurableExecutions;
import java.util.List;

/// All operations on durable executions, for the service `lambda`.
public final class DurableExecutionOperations {
  private DurableExecutionOperations() {}

  public static List<ServiceOperation<?>> of(DurableExecutions durable, Functions functions) {
    var executions = durable.executions();
    return List.of(
        new CheckpointDurableExecution(durable.checkpoints()),
        new GetDurableExecution(executions),
        new GetDurableExecutionHistory(executions),
        new GetDurableExecutionState(durable.checkpoints()),
        new ListDurableExecutionsByFunction(executions, functions),
        new SendDurableExecutionCallbackFailure(executions),
        new SendDurableExecutionCallbackHeartbeat(executions),
        new SendDurableExecutionCallbackSuccess(executions),
        new StopDurableExecution(executions));
  }
}
