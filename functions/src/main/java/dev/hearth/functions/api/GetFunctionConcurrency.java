package dev.hearth.functions.api;

import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.functions.store.FunctionStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.GetFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConcurrencyResponse;

/// The concurrency that a function has reserved; empty for none.
final class GetFunctionConcurrency
    implements Operation<GetFunctionConcurrencyRequest, GetFunctionConcurrencyResponse> {
  private final FunctionStore store;
  private final Permissions permissions;

  GetFunctionConcurrency(FunctionStore store, Permissions permissions) {
    this.store = store;
    this.permissions = permissions;
  }

  @Override
  public Access access(GetFunctionConcurrencyRequest input, Call call) {
    return permissions.on("lambda:GetFunctionConcurrency", call, input.functionName(), null);
  }

  @Override
  public GetFunctionConcurrencyResponse run(GetFunctionConcurrencyRequest input, Call call) {
    var function = Latest.of(call, input.functionName());
    var found =
        store
            .read(tables -> tables.function(function))
            .orElseThrow(() -> Refusals.notFound(function.functionArn()));
    return GetFunctionConcurrencyResponse.builder()
        .reservedConcurrentExecutions(found.reservedConcurrency())
        .build();
  }
}
