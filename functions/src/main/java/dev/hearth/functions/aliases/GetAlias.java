package dev.hearth.functions.aliases;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.api.Permissions;
import dev.hearth.functions.api.Shapes;
import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.functions.store.FunctionStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Map;
import software.amazon.awssdk.services.lambda.model.GetAliasRequest;
import software.amazon.awssdk.services.lambda.model.GetAliasResponse;

/// Where an alias leads.
final class GetAlias implements Operation<GetAliasRequest, GetAliasResponse> {
  private final FunctionStore store;
  private final Permissions permissions;

  GetAlias(FunctionStore store, Permissions permissions) {
    this.store = store;
    this.permissions = permissions;
  }

  @Override
  public Access access(GetAliasRequest input, Call call) {
    var function = FunctionReference.of(call, input.functionName(), null).unqualified();
    return permissions.on("lambda:GetAlias", function, Map.of());
  }

  @Override
  public GetAliasResponse run(GetAliasRequest input, Call call) {
    var reference = FunctionReference.of(call, input.functionName(), input.name());
    var alias =
        store
            .read(tables -> tables.aliases().find(reference))
            .orElseThrow(() -> Refusals.aliasNotFound(reference.arn()));
    return Shapes.copy(Routing.show(alias), GetAliasResponse.builder()).build();
  }
}
