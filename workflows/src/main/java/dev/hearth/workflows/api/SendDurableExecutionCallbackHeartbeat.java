package dev.hearth.workflows.api;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import dev.hearth.workflows.execution.Executions;
import software.amazon.awssdk.services.lambda.model.SendDurableExecutionCallbackHeartbeatRequest;
import software.amazon.awssdk.services.lambda.model.SendDurableExecutionCallbackHeartbeatResponse;

/// Tells that somebody still works on what a callback waits for.
final class SendDurableExecutionCallbackHeartbeat
    implements Operation<
        SendDurableExecutionCallbackHeartbeatRequest,
        SendDurableExecutionCallbackHeartbeatResponse> {
  private final Executions executions;

  SendDurableExecutionCallbackHeartbeat(Executions executions) {
    this.executions = executions;
  }

  @Override
  public Access access(SendDurableExecutionCallbackHeartbeatRequest input, Call call) {
    return Access.to(
        "lambda:SendDurableExecutionCallbackHeartbeat", executions.waiting(input.callbackId()));
  }

  @Override
  public SendDurableExecutionCallbackHeartbeatResponse run(
      SendDurableExecutionCallbackHeartbeatRequest input, Call call) {
    executions.heartbeat(input.callbackId());
    return SendDurableExecutionCallbackHeartbeatResponse.builder().build();
  }
}
