package dev.hearth.workflows.api;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import dev.hearth.workflows.execution.Executions;
import software.amazon.awssdk.services.lambda.model.SendDurableExecutionCallbackFailureRequest;
import software.amazon.awssdk.services.lambda.model.SendDurableExecutionCallbackFailureResponse;

/// Ends a callback with an error, which its function goes on with.
final class SendDurableExecutionCallbackFailure
    implements Operation<
        SendDurableExecutionCallbackFailureRequest, SendDurableExecutionCallbackFailureResponse> {
  private final Executions executions;

  SendDurableExecutionCallbackFailure(Executions executions) {
    this.executions = executions;
  }

  @Override
  public Access access(SendDurableExecutionCallbackFailureRequest input, Call call) {
    return Access.to(
        "lambda:SendDurableExecutionCallbackFailure", executions.waiting(input.callbackId()));
  }

  @Override
  public SendDurableExecutionCallbackFailureResponse run(
      SendDurableExecutionCallbackFailureRequest input, Call call) {
    executions.failCallback(input.callbackId(), input.error());
    return SendDurableExecutionCallbackFailureResponse.builder().build();
  }
}
