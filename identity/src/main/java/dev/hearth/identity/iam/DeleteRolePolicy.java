package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyResponse;

/// Deletes an inline policy of a role.
record DeleteRolePolicy(Iam iam)
    implements Operation<DeleteRolePolicyRequest, DeleteRolePolicyResponse> {
  @Override
  public Access access(DeleteRolePolicyRequest input, Call call) {
    return iam.on(name(), call, EntityKind.ROLE, input.roleName());
  }

  @Override
  public DeleteRolePolicyResponse run(DeleteRolePolicyRequest input, Call call) {
    return iam.write(
        call,
        tables -> {
          tables.inlinePolicies().remove(tables.role(input.roleName()), input.policyName());
          return DeleteRolePolicyResponse.builder().build();
        });
  }
}
