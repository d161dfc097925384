package dev.hearth.functions.aliases;

import dev.hearth.functions.api.Permissions;
import dev.hearth.functions.catalogue.Catalogue;
import dev.hearth.functions.catalogue.Revisions;
import dev.hearth.functions.policies.FunctionPolicies;
import dev.hearth.functions.store.FunctionStore;
import dev.hearth.wire.ServiceOperation;
import java.util.List;

/// Lambda's operations on aliases.
public final class AliasOperations {
  private AliasOperations() {}

  /// @param catalogue is told of every alias that moved
  /// @param policies are told of every alias that is gone
  public static List<ServiceOperation<?>> of(
      FunctionStore store,
      Catalogue catalogue,
      FunctionPolicies policies,
      Revisions revisions,
      Permissions permissions) {
    return List.of(
        new CreateAlias(store, revisions, permissions),
        new GetAlias(store, permissions),
        new UpdateAlias(store, catalogue, revisions, permissions),
        new DeleteAlias(store, catalogue, policies, permissions),
        new ListAliases(store, permissions));
  }
}
