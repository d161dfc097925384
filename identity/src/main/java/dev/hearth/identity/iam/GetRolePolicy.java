package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.GetRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.GetRolePolicyResponse;

/// Shows an inline policy of a role.
record GetRolePolicy(Iam iam) implements Operation<GetRolePolicyRequest, GetRolePolicyResponse> {
  @Override
  public Access access(GetRolePolicyRequest input, Call call) {
    return iam.on(name(), call, EntityKind.ROLE, input.roleName());
  }

  @Override
  public GetRolePolicyResponse run(GetRolePolicyRequest input, Call call) {
    var document =
        iam.read(
            call,
            tables ->
                tables.inlinePolicies().require(tables.role(input.roleName()), input.policyName()));
    return GetRolePolicyResponse.builder()
        .roleName(input.roleName())
        .policyName(input.policyName())
        .policyDocument(Views.document(document))
        .build();
  }
}
