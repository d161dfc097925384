package dev.hearth.functions.api;

import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.functions.store.FunctionTables;
import dev.hearth.store.Database;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.GetFunctionRecursionConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionRecursionConfigResponse;

/// What happens to a function that calls itself in a loop.
final class GetFunctionRecursionConfig
    implements Operation<GetFunctionRecursionConfigRequest, GetFunctionRecursionConfigResponse> {
  private final Database database;
  private final Permissions permissions;

  GetFunctionRecursionConfig(Database database, Permissions permissions) {
    this.database = database;
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
        database
            .read(sql -> new FunctionTables(sql).function(function))
            .orElseThrow(() -> Refusals.notFound(function.functionArn()));
    return GetFunctionRecursionConfigResponse.builder()
        .recursiveLoop(found.recursiveLoop())
        .build();
  }
}
