package dev.hearth.functions.aliases;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.api.Permissions;
import dev.hearth.functions.api.Shapes;
import dev.hearth.functions.catalogue.Catalogue;
import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.functions.catalogue.Revisions;
import dev.hearth.functions.store.FunctionStore;
import dev.hearth.functions.store.StoredAlias;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.lambda.model.UpdateAliasRequest;
import software.amazon.awssdk.services.lambda.model.UpdateAliasResponse;

/// Moves an alias, shares its invocations out, or describes it; what the request leaves out stays.
///
/// Whoever invokes the alias after the answer runs what it leads to now. An invocation that had
/// found the old version already ends there, unless the version is deleted before it starts: then
/// the alias is asked again.
final class UpdateAlias implements Operation<UpdateAliasRequest, UpdateAliasResponse> {
  private final FunctionStore store;
  private final Catalogue catalogue;
  private final Revisions revisions;
  private final Permissions permissions;

  UpdateAlias(
      FunctionStore store, Catalogue catalogue, Revisions revisions, Permissions permissions) {
    this.store = store;
    this.catalogue = catalogue;
    this.revisions = revisions;
    this.permissions = permissions;
  }

  @Override
  public Access access(UpdateAliasRequest input, Call call) {
    var function = FunctionReference.of(call, input.functionName(), null).unqualified();
    return permissions.on("lambda:UpdateAlias", function, Map.of());
  }

  @Override
  public UpdateAliasResponse run(UpdateAliasRequest input, Call call) {
    var reference = FunctionReference.of(call, input.functionName(), input.name());
    var revision = revisions.next();
    var updated =
        store.write(
            tables -> {
              var alias =
                  tables
                      .aliases()
                      .find(reference)
                      .orElseThrow(() -> Refusals.aliasNotFound(reference.arn()));
              if (input.revisionId() != null && !input.revisionId().equals(alias.revision())) {
                throw Refusals.revision();
              }
              var changed = change(alias, input, revision);
              Routing.check(tables, changed);
              tables.aliases().update(changed);
              return changed;
            });
    catalogue.forget(reference);
    return Shapes.copy(Routing.show(updated), UpdateAliasResponse.builder()).build();
  }

  private static StoredAlias change(StoredAlias alias, UpdateAliasRequest input, String revision) {
    return new StoredAlias(
        alias.function(),
        alias.name(),
        input.functionVersion() == null ? alias.number() : Routing.number(input.functionVersion()),
        input.routingConfig() == null ? alias.share() : Routing.share(input.routingConfig()),
        Objects.requireNonNullElse(input.description(), alias.description()),
        revision);
  }
}
