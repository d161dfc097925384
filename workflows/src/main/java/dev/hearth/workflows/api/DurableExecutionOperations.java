package dev.hearth.workflows.api;

import dev.hearth.functions.Functions;
import dev.hearth.wire.ServiceOperation;
import dev.hearth.workflows.execution.Executions;
import java.util.List;

/// All operations on durable executions, for the service `lambda`.
public final class DurableExecutionOperations {
  private DurableExecutionOperations() {}

  public static List<ServiceOperation<?>> of(Executions executions, Functions functions) {
    return List.of(
        new CheckpointDurableExecution(executions),
        new GetDurableExecution(executions),
        new GetDurableExecutionHistory(executions),
        new GetDurableExecutionState(executions),
        new ListDurableExecutionsByFunction(executions, functions),
        new SendDurableExecutionCallbackFailure(executions),
        new SendDurableExecutionCallbackHeartbeat(executions),
        new SendDurableExecutionCallbackSuccess(executions),
        new StopDurableExecution(executions));
  }
}
