package dev.hearth.workflows.api;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import dev.hearth.workflows.DurableExecutionArn;
import dev.hearth.workflows.execution.Checkpoints;
import software.amazon.awssdk.services.lambda.model.CheckpointDurableExecutionRequest;
import software.amazon.awssdk.services.lambda.model.CheckpointDurableExecutionResponse;

/// Records what a durable function has done, and tells it what has happened meanwhile. The SDK in
/// the function calls it, with the token that its invocation or its last checkpoint brought.
final class CheckpointDurableExecution
    implements Operation<CheckpointDurableExecutionRequest, CheckpointDurableExecutionResponse> {
  private final Checkpoints checkpoints;

  CheckpointDurableExecution(Checkpoints checkpoints) {
    this.checkpoints = checkpoints;
  }

  @Override
  public Access access(CheckpointDurableExecutionRequest input, Call call) {
    return Access.to(
        "lambda:CheckpointDurableExecution",
        DurableExecutionArn.parse(input.durableExecutionArn()));
  }

  @Override
  public CheckpointDurableExecutionResponse run(
      CheckpointDurableExecutionRequest input, Call call) {
    var checkpointed =
        checkpoints.take(
            DurableExecutionArn.parse(input.durableExecutionArn()),
            input.checkpointToken(),
            input.clientToken(),
            input.updates());
    return CheckpointDurableExecutionResponse.builder()
        .checkpointToken(checkpointed.token())
        .newExecutionState(state -> state.operations(checkpointed.changed()))
        .build();
  }
}
