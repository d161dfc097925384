package dev.hearth.functions.aliases;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.api.Permissions;
import dev.hearth.functions.api.Shapes;
import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.functions.catalogue.Revisions;
import dev.hearth.functions.store.FunctionStore;
import dev.hearth.functions.store.StoredAlias;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.lambda.model.CreateAliasRequest;
import software.amazon.awssdk.services.lambda.model.CreateAliasResponse;

/// Makes an alias.
final class CreateAlias implements Operation<CreateAliasRequest, CreateAliasResponse> {
  private final FunctionStore store;
  private final Revisions revisions;
  private final Permissions permissions;

  CreateAlias(FunctionStore store, Revisions revisions, Permissions permissions) {
    this.store = store;
    this.revisions = revisions;
    this.permissions = permissions;
  }

  @Override
  public Access access(CreateAliasRequest input, Call call) {
    var function = FunctionReference.of(call, input.functionName(), null).unqualified();
    return permissions.on("lambda:CreateAlias", function, Map.of());
  }

  @Override
  public CreateAliasResponse run(CreateAliasRequest input, Call call) {
    var reference = FunctionReference.of(call, input.functionName(), input.name());
    var alias =
        new StoredAlias(
            reference.unqualified(),
            input.name(),
            Routing.number(input.functionVersion()),
            input.routingConfig() == null ? null : Routing.share(input.routingConfig()),
            Objects.requireNonNullElse(input.description(), ""),
            revisions.next());
    store.write(
        tables -> {
          if (tables.function(alias.function()).isEmpty()) {
            throw Refusals.notFound(alias.function().functionArn());
          }
          if (tables.aliases().find(reference).isPresent()) {
            throw Refusals.conflict("Alias already exists: " + alias.arn());
          }
          Routing.check(tables, alias);
          tables.aliases().insert(alias);
          return null;
        });
    return Shapes.copy(Routing.show(alias), CreateAliasResponse.builder()).build();
  }
}
