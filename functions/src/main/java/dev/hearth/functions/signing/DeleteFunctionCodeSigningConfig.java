package dev.hearth.functions.signing;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.api.Permissions;
import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.functions.store.FunctionStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Map;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionCodeSigningConfigRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionCodeSigningConfigResponse;

/// Takes the code signing configuration from a function; one that has none is left as it is.
final class DeleteFunctionCodeSigningConfig
    implements Operation<
        DeleteFunctionCodeSigningConfigRequest, DeleteFunctionCodeSigningConfigResponse> {
  private final FunctionStore store;
  private final Permissions permissions;

  DeleteFunctionCodeSigningConfig(FunctionStore store, Permissions permissions) {
    this.store = store;
    this.permissions = permissions;
  }

  @Override
  public Access access(DeleteFunctionCodeSigningConfigRequest input, Call call) {
    var function = FunctionReference.of(call, input.functionName(), null).unqualified();
    return permissions.on("lambda:DeleteFunctionCodeSigningConfig", function, Map.of());
  }

  @Override
  public DeleteFunctionCodeSigningConfigResponse run(
      DeleteFunctionCodeSigningConfigRequest input, Call call) {
    var function = FunctionReference.of(call, input.functionName(), null).unqualified();
    store.write(
        tables -> {
          if (tables.function(function).isEmpty()) {
            throw Refusals.notFound(function.functionArn());
          }
          new SigningTables(tables.sql()).detach(function);
          return null;
        });
    return DeleteFunctionCodeSigningConfigResponse.builder().build();
  }
}
