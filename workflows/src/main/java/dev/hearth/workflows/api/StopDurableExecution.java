package dev.hearth.workflows.api;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import dev.hearth.workflows.DurableExecutionArn;
import dev.hearth.workflows.execution.Executions;
import software.amazon.awssdk.services.lambda.model.StopDurableExecutionRequest;
import software.amazon.awssdk.services.lambda.model.StopDurableExecutionResponse;

/// Ends an execution; what its function does now comes to nothing. An execution that has ended is
/// answered as it is.
final class StopDurableExecution
    implements Operation<StopDurableExecutionRequest, StopDurableExecutionResponse> {
  private final Executions executions;

  StopDurableExecution(Executions executions) {
    this.executions = executions;
  }

  @Override
  public Access access(StopDurableExecutionRequest input, Call call) {
    return Access.to(
        "lambda:StopDurableExecution", DurableExecutionArn.parse(input.durableExecutionArn()));
  }

  @Override
  public StopDurableExecutionResponse run(StopDurableExecutionRequest input, Call call) {
    var stopped =
        executions.stop(DurableExecutionArn.parse(input.durableExecutionArn()), input.error());
    return StopDurableExecutionResponse.builder().stopTimestamp(stopped.outcome().ended()).build();
  }
}
