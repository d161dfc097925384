package dev.hearth.functions.api;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.catalogue.Catalogue;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;

/// A version's settings and state; what clients ask again and again until a change is done.
final class GetFunctionConfiguration
    implements Operation<GetFunctionConfigurationRequest, GetFunctionConfigurationResponse> {
  private final Catalogue catalogue;
  private final Permissions permissions;

  GetFunctionConfiguration(Catalogue catalogue, Permissions permissions) {
    this.catalogue = catalogue;
    this.permissions = permissions;
  }

  @Override
  public Access access(GetFunctionConfigurationRequest input, Call call) {
    return permissions.on(
        "lambda:GetFunctionConfiguration", call, input.functionName(), input.qualifier());
  }

  @Override
  public GetFunctionConfigurationResponse run(GetFunctionConfigurationRequest input, Call call) {
    var reference = FunctionReference.of(call, input.functionName(), input.qualifier());
    var configuration = Configurations.full(catalogue.get(reference), reference);
    return Shapes.copy(configuration, GetFunctionConfigurationResponse.builder()).build();
  }
}
