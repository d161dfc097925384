package dev.hearth.identity.iam;

import dev.hearth.identity.store.Entity.RoleSettings;
import dev.hearth.identity.store.EntityKind;
import dev.hearth.identity.store.IamError;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.CreateServiceLinkedRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateServiceLinkedRoleResponse;

/// Makes the role that one service assumes and only it can use.
record CreateServiceLinkedRole(Iam iam)
    implements Operation<CreateServiceLinkedRoleRequest, CreateServiceLinkedRoleResponse> {
  @Override
  public Access access(CreateServiceLinkedRoleRequest input, Call call) {
    var role = ServiceLinkedRoles.of(input.awsServiceName(), input.customSuffix());
    return iam.onNew(
        name(),
        call,
        EntityKind.ROLE,
        role.path(),
        role.name(),
        Map.of("iam:AWSServiceName", List.of(input.awsServiceName())));
  }

  @Override
  public CreateServiceLinkedRoleResponse run(CreateServiceLinkedRoleRequest input, Call call) {
    var linked = ServiceLinkedRoles.of(input.awsServiceName(), input.customSuffix());
    var role =
        iam.draw(call, EntityKind.ROLE, linked.path(), linked.name())
            .described(input.description())
            .with(new RoleSettings(linked.trustPolicy(), RoleSettings.DEFAULT_SESSION_SECONDS));
    iam.write(
        call,
        tables -> {
          if (tables.entities().find(EntityKind.ROLE, role.name()).isPresent()) {
            throw IamError.invalidInput(
                "Service role name %s has been taken in this account, please try a different suffix."
                    .formatted(role.name()));
          }
          return tables.entities().add(role);
        });
    return CreateServiceLinkedRoleResponse.builder().role(Views.role(role, Map.of())).build();
  }
}
