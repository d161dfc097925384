package dev.hearth.workflows.api;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import dev.hearth.workflows.DurableExecutionArn;
import dev.hearth.workflows.execution.Checkpoints;
import dev.hearth.workflows.execution.StoredOperation;
import software.amazon.awssdk.services.lambda.model.GetDurableExecutionStateRequest;
import software.amazon.awssdk.services.lambda.model.GetDurableExecutionStateResponse;

/// The operations that did not fit into the event of an invocation, for the SDK in the function.
final class GetDurableExecutionState
    implements Operation<GetDurableExecutionStateRequest, GetDurableExecutionStateResponse> {
  private final Checkpoints checkpoints;

  GetDurableExecutionState(Checkpoints checkpoints) {
    this.checkpoints = checkpoints;
  }

  @Override
  public Access access(GetDurableExecutionStateRequest input, Call call) {
    return Access.to(
        "lambda:GetDurableExecutionState", DurableExecutionArn.parse(input.durableExecutionArn()));
  }

  @Override
  public GetDurableExecutionStateResponse run(GetDurableExecutionStateRequest input, Call call) {
    int limit = Page.limit(input.maxItems());
    var found =
        checkpoints.state(
            DurableExecutionArn.parse(input.durableExecutionArn()),
            input.checkpointToken(),
            Page.after(input.marker(), -1),
            limit + 1);
    var page = found.subList(0, Math.min(limit, found.size()));
    var more = found.size() > limit;
    return GetDurableExecutionStateResponse.builder()
        .operations(page.stream().map(StoredOperation::model).toList())
        .nextMarker(more ? Long.toString(page.getLast().sequence()) : null)
        .build();
  }
}
