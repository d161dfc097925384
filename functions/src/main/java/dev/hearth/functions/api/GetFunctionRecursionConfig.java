package dev.hearth.functions.api;

import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.functions.store.FunctionStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.GetFunctionRecursionConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionRecursionConfigResponse;

/// What happens to a function that calls itself in a loop.
final class GetFunctionRecursionConfig
    implements Operation<GetFunctionRecursionConfigRequest, GetFunctionRecursionConfigResponse> {
  private final FunctionStore store;
  private final Permissions permissions;

  GetFunctionRecursionConfig(FunctionStore store, Permissions permissions) {
    this.store = store;
    this.permissions = permissions;
  }

  @Override
  public Access access(GetFunctionRecursionConfigRequest input, Call call) {
    return permissions.on("lambda:GetFunctionRecursionConfig", call, input.functionName(), null);
  }

  @Override
  public GetFunctionRecursionConfigResponse run(
      GetFunctionRecursionConfigRequest input, Call call) {
    var function = Latest.of(call, input.functionName());
    var found =
        store
            .read(tables -> tables.function(function))
            .orElseThrow(() -> Refusals.notFound(function.functionArn()));
    return GetFunctionRecursionConfigResponse.builder()
        .recursiveLoop(found.recursiveLoop())
        .build();
  }
}
