package dev.hearth.functions.api;

import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.functions.store.FunctionTables;
import dev.hearth.store.Database;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.GetFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConcurrencyResponse;

/// The concurrency that a function has reserved; empty for none.
final class GetFunctionConcurrency
    implements Operation<GetFunctionConcurrencyRequest, GetFunctionConcurrencyResponse> {
  private final Database database;
  private final Permissions permissions;

  GetFunctionConcurrency(Database database, Permissions permissions) {
    this.database = database;
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
        database
            .read(sql -> new FunctionTables(sql).function(function))
            .orElseThrow(() -> Refusals.notFound(function.functionArn()));
    return GetFunctionConcurrencyResponse.builder()
        .reservedConcurrentExecutions(found.reservedConcurrency())
        .build();
  }
}
