package dev.hearth.functions.concurrency;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.api.Permissions;
import dev.hearth.functions.api.Shapes;
import dev.hearth.functions.catalogue.Catalogue;
import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.functions.concurrency.ProvisionedStatus.Configured;
import dev.hearth.functions.store.FunctionStore;
import dev.hearth.functions.store.FunctionTables;
import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.GetProvisionedConcurrencyConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetProvisionedConcurrencyConfigResponse;

/// What is provisioned for a version or an alias, and how far that is.
final class GetProvisionedConcurrencyConfig
    implements Operation<
        GetProvisionedConcurrencyConfigRequest, GetProvisionedConcurrencyConfigResponse> {
  private final FunctionStore store;
  private final ProvisionedStatus status;
  private final Permissions permissions;

  GetProvisionedConcurrencyConfig(
      FunctionStore store, ProvisionedStatus status, Permissions permissions) {
    this.store = store;
    this.status = status;
    this.permissions = permissions;
  }

  @Override
  public Access access(GetProvisionedConcurrencyConfigRequest input, Call call) {
    return permissions.on(
        "lambda:GetProvisionedConcurrencyConfig", call, input.functionName(), input.qualifier());
  }

  @Override
  public GetProvisionedConcurrencyConfigResponse run(
      GetProvisionedConcurrencyConfigRequest input, Call call) {
    var function = FunctionReference.of(call, input.functionName(), input.qualifier());
    var configured = store.read(tables -> find(tables, function));
    return Shapes.copy(status.show(configured), GetProvisionedConcurrencyConfigResponse.builder())
        .build();
  }

  private static Configured find(FunctionTables tables, FunctionReference function) {
    if (Catalogue.find(tables, function).isEmpty()) {
      throw Refusals.notFound(function.arn());
    }
    return new ProvisionedConfigs(tables.sql())
        .find(function)
        .map(config -> Configured.of(tables, config))
        .orElseThrow(
            () ->
                new ServiceException(
                        "ProvisionedConcurrencyConfigNotFoundException",
                        404,
                        "No Provisioned Concurrency Config found for this function")
                    .with("Type", "User"));
  }
}
