package dev.hearth.functions.concurrency;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.api.Permissions;
import dev.hearth.functions.catalogue.Catalogue;
import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.functions.store.FunctionStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.DeleteProvisionedConcurrencyConfigRequest;
import software.amazon.awssdk.services.lambda.model.DeleteProvisionedConcurrencyConfigResponse;

/// Ends the provisioning for a version or an alias; where there is none it succeeds, as on AWS.
final class DeleteProvisionedConcurrencyConfig
    implements Operation<
        DeleteProvisionedConcurrencyConfigRequest, DeleteProvisionedConcurrencyConfigResponse> {
  private final FunctionStore store;
  private final Plans plans;
  private final Permissions permissions;

  DeleteProvisionedConcurrencyConfig(FunctionStore store, Plans plans, Permissions permissions) {
    this.store = store;
    this.plans = plans;
    this.permissions = permissions;
  }

  @Override
  public Access access(DeleteProvisionedConcurrencyConfigRequest input, Call call) {
    return permissions.on(
        "lambda:DeleteProvisionedConcurrencyConfig", call, input.functionName(), input.qualifier());
  }

  @Override
  public DeleteProvisionedConcurrencyConfigResponse run(
      DeleteProvisionedConcurrencyConfigRequest input, Call call) {
    var function = FunctionReference.of(call, input.functionName(), input.qualifier());
    store.write(
        tables -> {
          if (Catalogue.find(tables, function).isEmpty()) {
            throw Refusals.notFound(function.arn());
          }
          new ProvisionedConfigs(tables.sql()).delete(function);
          return null;
        });
    plans.tell(function);
    return DeleteProvisionedConcurrencyConfigResponse.builder().build();
  }
}
