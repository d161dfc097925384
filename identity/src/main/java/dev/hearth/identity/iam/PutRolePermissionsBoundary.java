package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import software.amazon.awssdk.services.iam.model.PutRolePermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.PutRolePermissionsBoundaryResponse;

/// Bounds what a role can be allowed by a managed policy.
record PutRolePermissionsBoundary(Iam iam)
    implements Operation<PutRolePermissionsBoundaryRequest, PutRolePermissionsBoundaryResponse> {
  @Override
  public Access access(PutRolePermissionsBoundaryRequest input, Call call) {
    return iam.on(
        name(),
        call,
        EntityKind.ROLE,
        input.roleName(),
        Iam.conditions(List.of(), input.permissionsBoundary()));
  }

  @Override
  public PutRolePermissionsBoundaryResponse run(
      PutRolePermissionsBoundaryRequest input, Call call) {
    return iam.write(
        call,
        tables -> {
          tables.managedPolicies().requireAttachable(input.permissionsBoundary());
          var entity = tables.role(input.roleName());
          tables.entities().change(entity.bounded(input.permissionsBoundary()));
          return PutRolePermissionsBoundaryResponse.builder().build();
        });
  }
}
