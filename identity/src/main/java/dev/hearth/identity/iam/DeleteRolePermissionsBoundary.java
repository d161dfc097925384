package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
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
          tables.unbind(tables.role(input.roleName()));
          return DeleteRolePermissionsBoundaryResponse.builder().build();
        });
  }
}
