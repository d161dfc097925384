package dev.hearth.functions.events;

import dev.hearth.functions.api.Permissions;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionEventInvokeConfigRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionEventInvokeConfigResponse;

/// Goes back to Lambda's defaults for asynchronous invocation.
final class DeleteFunctionEventInvokeConfig
    implements Operation<
        DeleteFunctionEventInvokeConfigRequest, DeleteFunctionEventInvokeConfigResponse> {
  private final EventInvokeConfigs configs;
  private final Permissions permissions;

  DeleteFunctionEventInvokeConfig(EventInvokeConfigs configs, Permissions permissions) {
    this.configs = configs;
    this.permissions = permissions;
  }

  @Override
  public Access access(DeleteFunctionEventInvokeConfigRequest input, Call call) {
    return permissions.on(
        "lambda:DeleteFunctionEventInvokeConfig", call, input.functionName(), input.qualifier());
  }

  @Override
  public DeleteFunctionEventInvokeConfigResponse run(
      DeleteFunctionEventInvokeConfigRequest input, Call call) {
    configs.delete(Configured.of(call, input.functionName(), input.qualifier()));
    return DeleteFunctionEventInvokeConfigResponse.builder().build();
  }
}
