package dev.hearth.workflows.api;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import dev.hearth.workflows.DurableExecutionArn;
import dev.hearth.workflows.execution.Executions;
import software.amazon.awssdk.services.lambda.model.GetDurableExecutionRequest;
import software.amazon.awssdk.services.lambda.model.GetDurableExecutionResponse;

/// How an execution stands, with what it began and ended with.
final class GetDurableExecution
    implements Operation<GetDurableExecutionRequest, GetDurableExecutionResponse> {
  private final Executions executions;

  GetDurableExecution(Executions executions) {
    this.executions = executions;
  }

  @Override
  public Access access(GetDurableExecutionRequest input, Call call) {
    return Access.to(
        "lambda:GetDurableExecution", DurableExecutionArn.parse(input.durableExecutionArn()));
  }

  @Override
  public GetDurableExecutionResponse run(GetDurableExecutionRequest input, Call call) {
    var execution = executions.get(DurableExecutionArn.parse(input.durableExecutionArn()));
    var arn = execution.arn();
    var outcome = execution.outcome();
    var shown =
        GetDurableExecutionResponse.builder()
            .durableExecutionArn(arn.toString())
            .durableExecutionName(arn.name())
            .functionArn(arn.functionVersion().arn())
            .version(arn.version())
            .inputPayload(execution.input().text())
            .status(outcome.status())
            .result(outcome.result())
            .error(outcome.error())
            .startTimestamp(execution.started())
            .endTimestamp(outcome.ended());
    if (execution.trace() != null) {
      shown.traceHeader(header -> header.xAmznTraceId(execution.trace()));
    }
    return shown.build();
  }
}
