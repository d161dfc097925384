package dev.hearth.identity.iam;

import dev.hearth.identity.store.Entity.RoleSettings;
import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.UpdateRoleRequest;
import software.amazon.awssdk.services.iam.model.UpdateRoleResponse;

/// Changes the description of a role and how long its sessions may be.
record UpdateRole(Iam iam) implements Operation<UpdateRoleRequest, UpdateRoleResponse> {
  @Override
  public Access access(UpdateRoleRequest input, Call call) {
    return iam.on(name(), call, EntityKind.ROLE, input.roleName());
  }

  @Override
  public UpdateRoleResponse run(UpdateRoleRequest input, Call call) {
    return iam.write(
        call,
        tables -> {
          var role = ServiceLinkedRoles.changeable(tables.role(input.roleName()));
          var settings = role.roleSettings();
          tables
              .entities()
              .change(
                  role.described(
                          input.description() == null ? role.description() : input.description())
                      .with(
                          new RoleSettings(
                              settings.trustPolicy(),
                              input.maxSessionDuration() == null
                                  ? RoleSettings.DEFAULT_SESSION_SECONDS
                                  : input.maxSessionDuration())));
          return UpdateRoleResponse.builder().build();
        });
  }
}
