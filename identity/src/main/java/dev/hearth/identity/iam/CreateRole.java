package dev.hearth.identity.iam;

import dev.hearth.identity.policy.Policy;
import dev.hearth.identity.policy.PolicyKind;
import dev.hearth.identity.store.Entity.RoleSettings;
import dev.hearth.identity.store.EntityKind;
import dev.hearth.identity.store.PolicySize;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleResponse;

/// Makes a role.
record CreateRole(Iam iam) implements Operation<CreateRoleRequest, CreateRoleResponse> {
  @Override
  public Access access(CreateRoleRequest input, Call call) {
    return iam.onNew(
        name(),
        call,
        EntityKind.ROLE,
        input.path(),
        input.roleName(),
        Iam.conditions(input.tags(), input.permissionsBoundary()));
  }

  @Override
  public CreateRoleResponse run(CreateRoleRequest input, Call call) {
    Policy.parse(input.assumeRolePolicyDocument(), PolicyKind.TRUST);
    PolicySize.checkTrust(input.assumeRolePolicyDocument());
    var role =
        iam.draw(call, EntityKind.ROLE, input.path(), input.roleName())
            .described(input.description())
            .bounded(input.permissionsBoundary())
            .with(
                new RoleSettings(
                    input.assumeRolePolicyDocument(),
                    input.maxSessionDuration() == null
                        ? RoleSettings.DEFAULT_SESSION_SECONDS
                        : input.maxSessionDuration()));
    return iam.write(
        call,
        tables -> {
          Iam.requireBoundary(tables, role);
          tables.entities().add(role);
          tables.tags().put(role, Views.entries(input.tags()));
          return CreateRoleResponse.builder()
              .role(Views.role(role, tables.tags().of(role)))
              .build();
        });
  }
}
