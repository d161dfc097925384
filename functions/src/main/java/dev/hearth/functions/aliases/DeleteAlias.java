package dev.hearth.functions.aliases;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.api.Permissions;
import dev.hearth.functions.catalogue.Catalogue;
import dev.hearth.functions.policies.FunctionPolicies;
import dev.hearth.functions.store.FunctionStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Map;
import software.amazon.awssdk.services.lambda.model.DeleteAliasRequest;
import software.amazon.awssdk.services.lambda.model.DeleteAliasResponse;

/// Deletes an alias with its policy; one that is not there is as good as deleted.
final class DeleteAlias implements Operation<DeleteAliasRequest, DeleteAliasResponse> {
  private final FunctionStore store;
  private final Catalogue catalogue;
  private final FunctionPolicies policies;
  private final Permissions permissions;

  DeleteAlias(
      FunctionStore store,
      Catalogue catalogue,
      FunctionPolicies policies,
      Permissions permissions) {
    this.store = store;
    this.catalogue = catalogue;
    this.policies = policies;
    this.permissions = permissions;
  }

  @Override
  public Access access(DeleteAliasRequest input, Call call) {
    var function = FunctionReference.of(call, input.functionName(), null).unqualified();
    return permissions.on("lambda:DeleteAlias", function, Map.of());
  }

  @Override
  public DeleteAliasResponse run(DeleteAliasRequest input, Call call) {
    var reference = FunctionReference.of(call, input.functionName(), input.name());
    store.write(
        tables -> {
          tables.aliases().delete(reference);
          return null;
        });
    catalogue.forget(reference);
    policies.forget(reference);
    return DeleteAliasResponse.builder().build();
  }
}
