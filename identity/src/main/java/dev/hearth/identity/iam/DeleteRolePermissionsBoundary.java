package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.identity.store.IamError;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import software.amazon.awssdk.services.iam.model.DeleteRolePermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.DeleteRolePermissionsBoundaryResponse;

/// Takes the permissions boundary of a role away.
record DeleteRolePermissionsBoundary(Iam iam)
    implements Operation<
        DeleteRolePermissionsBoundaryRequest, DeleteRolePermissionsBoundaryResponse> {
  @Override
  public Access access(DeleteRolePermissionsBoundaryRequest input, Call call) {
    var boundary = iam.boundary(call, EntityKind.ROLE, input.roleName());
    return iam.on(
        name(), call, EntityKind.ROLE, input.roleName(), Iam.conditions(List.of(), boundary));
  }

  @Override
  public DeleteRolePermissionsBoundaryResponse run(
      DeleteRolePermissionsBoundaryRequest input, Call call) {
    return iam.write(
        call,
        tables -> {
          var entity = tables.role(input.roleName());
          if (entity.boundary() == null) {
            throw IamError.noSuchEntity("Role " + entity.name() + " has no permissions boundary.");
          }
          tables.entities().change(entity.bounded(null));
          return DeleteRolePermissionsBoundaryResponse.builder().build();
        });
  }
}
