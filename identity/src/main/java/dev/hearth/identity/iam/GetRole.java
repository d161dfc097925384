package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.GetRoleResponse;

/// Shows a role.
record GetRole(Iam iam) implements Operation<GetRoleRequest, GetRoleResponse> {
  @Override
  public Access access(GetRoleRequest input, Call call) {
    return iam.on(name(), call, EntityKind.ROLE, input.roleName());
  }

  @Override
  public GetRoleResponse run(GetRoleRequest input, Call call) {
    return iam.read(
        call,
        tables -> {
          var role = tables.role(input.roleName());
          return GetRoleResponse.builder().role(Views.role(role, tables.tags().of(role))).build();
        });
  }
}
