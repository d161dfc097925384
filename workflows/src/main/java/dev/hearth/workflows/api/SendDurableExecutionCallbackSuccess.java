package dev.hearth.workflows.api;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import dev.hearth.workflows.execution.Executions;
import software.amazon.awssdk.services.lambda.model.SendDurableExecutionCallbackSuccessRequest;
import software.amazon.awssdk.services.lambda.model.SendDurableExecutionCallbackSuccessResponse;

/// Ends a callback with a result, which its function goes on with.
final class SendDurableExecutionCallbackSuccess
    implements Operation<
        SendDurableExecutionCallbackSuccessRequest, SendDurableExecutionCallbackSuccessResponse> {
  private final Executions executions;

  SendDurableExecutionCallbackSuccess(Executions executions) {
    this.executions = executions;
  }

  @Override
  public Access access(SendDurableExecutionCallbackSuccessRequest input, Call call) {
    return Access.to(
        "lambda:SendDurableExecutionCallbackSuccess", executions.waiting(input.callbackId()));
  }

  @Override
  public SendDurableExecutionCallbackSuccessResponse run(
      SendDurableExecutionCallbackSuccessRequest input, Call call) {
    var result = input.result() == null ? "" : input.result().asUtf8String();
    executions.succeedCallback(input.callbackId(), result);
    return SendDurableExecutionCallbackSuccessResponse.builder().build();
  }
}
