package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.UntagRoleRequest;
import software.amazon.awssdk.services.iam.model.UntagRoleResponse;

/// Removes tags from a role.
record UntagRole(Iam iam) implements Operation<UntagRoleRequest, UntagRoleResponse> {
  @Override
  public Access access(UntagRoleRequest input, Call call) {
    return iam.on(
        name(), call, EntityKind.ROLE, input.roleName(), Map.of("aws:TagKeys", input.tagKeys()));
  }

  @Override
  public UntagRoleResponse run(UntagRoleRequest input, Call call) {
    return iam.write(
        call,
        tables -> {
          tables.tags().remove(tables.role(input.roleName()), input.tagKeys());
          return UntagRoleResponse.builder().build();
        });
  }
}
