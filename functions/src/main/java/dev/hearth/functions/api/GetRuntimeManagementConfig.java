package dev.hearth.functions.api;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.catalogue.Catalogue;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.GetRuntimeManagementConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetRuntimeManagementConfigResponse;

/// When a version's runtime is to be updated.
final class GetRuntimeManagementConfig
    implements Operation<GetRuntimeManagementConfigRequest, GetRuntimeManagementConfigResponse> {
  private final Catalogue catalogue;
  private final Permissions permissions;

  GetRuntimeManagementConfig(Catalogue catalogue, Permissions permissions) {
    this.catalogue = catalogue;
    this.permissions = permissions;
  }

  @Override
  public Access access(GetRuntimeManagementConfigRequest input, Call call) {
    return permissions.on(
        "lambda:GetRuntimeManagementConfig", call, input.functionName(), input.qualifier());
  }

  @Override
  public GetRuntimeManagementConfigResponse run(
      GetRuntimeManagementConfigRequest input, Call call) {
    var reference = FunctionReference.of(call, input.functionName(), input.qualifier());
    var updates = catalogue.get(reference).runtimeUpdates();
    return GetRuntimeManagementConfigResponse.builder()
        .functionArn(reference.functionArn() + ":" + reference.effectiveQualifier())
        .updateRuntimeOn(updates.on())
        .runtimeVersionArn(updates.version())
        .build();
  }
}
