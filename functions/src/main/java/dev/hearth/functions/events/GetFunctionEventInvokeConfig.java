package dev.hearth.functions.events;

import dev.hearth.functions.api.Permissions;
import dev.hearth.functions.api.Shapes;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.GetFunctionEventInvokeConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionEventInvokeConfigResponse;

/// What is configured for asynchronous invocation of a function, a version or an alias.
final class GetFunctionEventInvokeConfig
    implements Operation<
        GetFunctionEventInvokeConfigRequest, GetFunctionEventInvokeConfigResponse> {
  private final EventInvokeConfigs configs;
  private final Permissions permissions;

  GetFunctionEventInvokeConfig(EventInvokeConfigs configs, Permissions permissions) {
    this.configs = configs;
    this.permissions = permissions;
  }

  @Override
  public Access access(GetFunctionEventInvokeConfigRequest input, Call call) {
    return permissions.on(
        "lambda:GetFunctionEventInvokeConfig", call, input.functionName(), input.qualifier());
  }

  @Override
  public GetFunctionEventInvokeConfigResponse run(
      GetFunctionEventInvokeConfigRequest input, Call call) {
    var config = configs.get(Configured.of(call, input.functionName(), input.qualifier()));
    return Shapes.copy(config.show(), GetFunctionEventInvokeConfigResponse.builder()).build();
  }
}
