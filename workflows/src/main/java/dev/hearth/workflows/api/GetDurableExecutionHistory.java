package dev.hearth.workflows.api;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import dev.hearth.workflows.DurableExecutionArn;
import dev.hearth.workflows.execution.Executions;
import software.amazon.awssdk.services.lambda.model.GetDurableExecutionHistoryRequest;
import software.amazon.awssdk.services.lambda.model.GetDurableExecutionHistoryResponse;

/// All that happened in an execution, in order or backwards.
final class GetDurableExecutionHistory
    implements Operation<GetDurableExecutionHistoryRequest, GetDurableExecutionHistoryResponse> {
  private final Executions executions;

  GetDurableExecutionHistory(Executions executions) {
    this.executions = executions;
  }

  @Override
  public Access access(GetDurableExecutionHistoryRequest input, Call call) {
    return Access.to(
        "lambda:GetDurableExecutionHistory",
        DurableExecutionArn.parse(input.durableExecutionArn()));
  }

  @Override
  public GetDurableExecutionHistoryResponse run(
      GetDurableExecutionHistoryRequest input, Call call) {
    var execution = executions.get(DurableExecutionArn.parse(input.durableExecutionArn()));
    var backwards = Boolean.TRUE.equals(input.reverseOrder());
    int limit = Page.limit(input.maxItems());
    var after = Page.after(input.marker(), 0);
    var found =
        executions.read(tables -> tables.events(execution.id(), backwards, after, limit + 1));
    var page = found.subList(0, Math.min(limit, found.size()));
    var bare = Boolean.FALSE.equals(input.includeExecutionData());
    return GetDurableExecutionHistoryResponse.builder()
        .events(bare ? page.stream().map(BareEvent::of).toList() : page)
        .nextMarker(found.size() > limit ? page.getLast().eventId().toString() : null)
        .build();
  }
}
