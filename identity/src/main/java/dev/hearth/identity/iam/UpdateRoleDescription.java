package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.UpdateRoleDescriptionRequest;
import software.amazon.awssdk.services.iam.model.UpdateRoleDescriptionResponse;

/// Changes the description of a role.
record UpdateRoleDescription(Iam iam)
    implements Operation<UpdateRoleDescriptionRequest, UpdateRoleDescriptionResponse> {
  @Override
  public Access access(UpdateRoleDescriptionRequest input, Call call) {
    return iam.on(name(), call, EntityKind.ROLE, input.roleName());
  }

  @Override
  public UpdateRoleDescriptionResponse run(UpdateRoleDescriptionRequest input, Call call) {
    return iam.write(
        call,
        tables -> {
          var role = tables.role(input.roleName()).described(input.description());
          tables.entities().change(role);
          return UpdateRoleDescriptionResponse.builder().role(Views.role(role, Map.of())).build();
        });
  }
}
