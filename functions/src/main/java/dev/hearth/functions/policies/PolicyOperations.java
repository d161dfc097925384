package dev.hearth.functions.policies;

import dev.hearth.functions.api.Permissions;
import dev.hearth.functions.catalogue.Revisions;
import dev.hearth.functions.store.FunctionStore;
import dev.hearth.wire.ServiceOperation;
import java.util.List;

/// Lambda's operations on the policies of functions.
public final class PolicyOperations {
  private PolicyOperations() {}

  public static List<ServiceOperation<?>> of(
      FunctionStore store,
      FunctionPolicies policies,
      Revisions revisions,
      Permissions permissions) {
    return List.of(
        new AddPermission(store, policies, revisions, permissions),
        new RemovePermission(store, policies, revisions, permissions),
        new GetPolicy(store, permissions));
  }
}
