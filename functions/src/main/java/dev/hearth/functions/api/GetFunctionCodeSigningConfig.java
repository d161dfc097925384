package dev.hearth.functions.api;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.catalogue.Catalogue;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Map;
import software.amazon.awssdk.services.lambda.model.GetFunctionCodeSigningConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionCodeSigningConfigResponse;

/// Terraform and SAM ask this of every function; none has a code signing configuration.
final class GetFunctionCodeSigningConfig
    implements Operation<
        GetFunctionCodeSigningConfigRequest, GetFunctionCodeSigningConfigResponse> {
  private final Catalogue catalogue;
  private final Permissions permissions;

  GetFunctionCodeSigningConfig(Catalogue catalogue, Permissions permissions) {
    this.catalogue = catalogue;
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
    return GetFunctionCodeSigningConfigResponse.builder()
        .functionName(catalogue.get(function).function().name())
        .build();
  }
}
