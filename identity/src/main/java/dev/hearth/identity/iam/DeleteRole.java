package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.DeleteRoleRequest;
import software.amazon.awssdk.services.iam.model.DeleteRoleResponse;

/// Deletes a role that nothing depends on any more.
record DeleteRole(Iam iam) implements Operation<DeleteRoleRequest, DeleteRoleResponse> {
  @Override
  public Access access(DeleteRoleRequest input, Call call) {
    return iam.on(name(), call, EntityKind.ROLE, input.roleName());
  }

  @Override
  public DeleteRoleResponse run(DeleteRoleRequest input, Call call) {
    return iam.write(
        call,
        tables -> {
          Deletion.remove(tables, ServiceLinkedRoles.changeable(tables.role(input.roleName())));
          return DeleteRoleResponse.builder().build();
        });
  }
}
