package dev.hearth.identity.iam;

import dev.hearth.identity.policy.Policy;
import dev.hearth.identity.policy.PolicyKind;
import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.PutRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.PutRolePolicyResponse;

/// Adds an inline policy to a role, or replaces the one of its name.
record PutRolePolicy(Iam iam) implements Operation<PutRolePolicyRequest, PutRolePolicyResponse> {
  @Override
  public Access access(PutRolePolicyRequest input, Call call) {
    return iam.on(name(), call, EntityKind.ROLE, input.roleName());
  }

  @Override
  public PutRolePolicyResponse run(PutRolePolicyRequest input, Call call) {
    Policy.parse(input.policyDocument(), PolicyKind.IDENTITY);
    return iam.write(
        call,
        tables -> {
          tables
              .inlinePolicies()
              .put(tables.role(input.roleName()), input.policyName(), input.policyDocument());
          return PutRolePolicyResponse.builder().build();
        });
  }
}
