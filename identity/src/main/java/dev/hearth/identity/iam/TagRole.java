package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.TagRoleRequest;
import software.amazon.awssdk.services.iam.model.TagRoleResponse;

/// Adds tags to a role, or replaces those of the same keys.
record TagRole(Iam iam) implements Operation<TagRoleRequest, TagRoleResponse> {
  @Override
  public Access access(TagRoleRequest input, Call call) {
    return iam.on(
        name(), call, EntityKind.ROLE, input.roleName(), Iam.conditions(input.tags(), null));
  }

  @Override
  public TagRoleResponse run(TagRoleRequest input, Call call) {
    return iam.write(
        call,
        tables -> {
          tables.tags().put(tables.role(input.roleName()), Views.entries(input.tags()));
          return TagRoleResponse.builder().build();
        });
  }
}
