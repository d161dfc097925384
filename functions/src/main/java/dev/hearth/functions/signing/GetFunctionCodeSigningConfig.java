package dev.hearth.functions.signing;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.api.Permissions;
import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.functions.store.FunctionStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Map;
import software.amazon.awssdk.services.lambda.model.GetFunctionCodeSigningConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionCodeSigningConfigResponse;

/// The code signing configuration of a function. Terraform and SAM ask this of every function; most
/// have none.
final class GetFunctionCodeSigningConfig
    implements Operation<
        GetFunctionCodeSigningConfigRequest, GetFunctionCodeSigningConfigResponse> {
  private final FunctionStore store;
  private final Permissions permissions;

  GetFunctionCodeSigningConfig(FunctionStore store, Permissions permissions) {
    this.store = store;
    this.permissions = permissions;
  }

  @Override
  public Access access(GetFunctionCodeSigningConfigRequest input, Call call) {
    var function = FunctionReference.of(call, input.functionName(), null).unqualified();
    return permissions.on("lambda:GetFunctionCodeSigningConfig", function, Map.of());
  }

  @Override
  public GetFunctionCodeSigningConfigResponse run(
      GetFunctionCodeSigningConfigRequest input, Call call) {
    var function = FunctionReference.of(call, input.functionName(), null).unqualified();
    var config =
        store.read(
            tables -> {
              if (tables.function(function).isEmpty()) {
                throw Refusals.notFound(function.functionArn());
              }
              return new SigningTables(tables.sql()).of(function);
            });
    return GetFunctionCodeSigningConfigResponse.builder()
        .functionName(function.name())
        .codeSigningConfigArn(config.map(found -> found.reference().arn()).orElse(null))
        .build();
  }
}
