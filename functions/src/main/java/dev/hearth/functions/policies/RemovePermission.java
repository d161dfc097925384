package dev.hearth.functions.policies;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.api.Permissions;
import dev.hearth.functions.catalogue.Revisions;
import dev.hearth.functions.policies.PolicyTable.StoredPolicy;
import dev.hearth.functions.store.FunctionStore;
import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.RemovePermissionRequest;
import software.amazon.awssdk.services.lambda.model.RemovePermissionResponse;

/// Takes a permission back.
final class RemovePermission
    implements Operation<RemovePermissionRequest, RemovePermissionResponse> {
  private final FunctionStore store;
  private final FunctionPolicies policies;
  private final Revisions revisions;
  private final Permissions permissions;

  RemovePermission(
      FunctionStore store,
      FunctionPolicies policies,
      Revisions revisions,
      Permissions permissions) {
    this.store = store;
    this.policies = policies;
    this.revisions = revisions;
    this.permissions = permissions;
  }

  @Override
  public Access access(RemovePermissionRequest input, Call call) {
    return permissions.on("lambda:RemovePermission", call, input.functionName(), input.qualifier());
  }

  @Override
  public RemovePermissionResponse run(RemovePermissionRequest input, Call call) {
    var owner = FunctionReference.of(call, input.functionName(), input.qualifier());
    var revision = revisions.next();
    store.write(
        tables -> {
          PolicyOwner.check(tables, owner);
          var table = new PolicyTable(tables.sql());
          var current =
              table
                  .find(owner)
                  .orElseThrow(
                      () ->
                          new ServiceException(
                                  "ResourceNotFoundException",
                                  404,
                                  "No policy is associated with the given resource.")
                              .with("Type", "User"));
          PolicyOwner.checkRevision(input.revisionId(), current.revision());
          var shorter = current.document().without(input.statementId());
          table.put(owner, new StoredPolicy(revision, shorter));
          return null;
        });
    policies.forget(owner);
    return RemovePermissionResponse.builder().build();
  }
}
