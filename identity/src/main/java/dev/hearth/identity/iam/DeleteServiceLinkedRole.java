package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.identity.store.IamError;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.DeleteServiceLinkedRoleRequest;
import software.amazon.awssdk.services.iam.model.DeleteServiceLinkedRoleResponse;

/// Deletes a service-linked role, at once.
record DeleteServiceLinkedRole(Iam iam)
    implements Operation<DeleteServiceLinkedRoleRequest, DeleteServiceLinkedRoleResponse> {
  @Override
  public Access access(DeleteServiceLinkedRoleRequest input, Call call) {
    return iam.on(name(), call, EntityKind.ROLE, input.roleName());
  }

  @Override
  public DeleteServiceLinkedRoleResponse run(DeleteServiceLinkedRoleRequest input, Call call) {
    return iam.write(
        call,
        tables -> {
          var role = tables.role(input.roleName());
          if (!ServiceLinkedRoles.isLinked(role)) {
            throw IamError.noSuch(EntityKind.ROLE, input.roleName());
          }
          Deletion.remove(tables, role);
          return DeleteServiceLinkedRoleResponse.builder()
              .deletionTaskId("task" + role.path() + role.name() + "/" + role.id())
              .build();
        });
  }
}
