package dev.hearth.identity.iam;

import dev.hearth.identity.policy.Policy;
import dev.hearth.identity.policy.PolicyKind;
import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.PutGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.PutGroupPolicyResponse;

/// Adds an inline policy to a group, or replaces the one of its name.
record PutGroupPolicy(Iam iam) implements Operation<PutGroupPolicyRequest, PutGroupPolicyResponse> {
  @Override
  public Access access(PutGroupPolicyRequest input, Call call) {
    return iam.on(name(), call, EntityKind.GROUP, input.groupName());
  }

  @Override
  public PutGroupPolicyResponse run(PutGroupPolicyRequest input, Call call) {
    Policy.parse(input.policyDocument(), PolicyKind.IDENTITY);
    return iam.write(
        call,
        tables -> {
          tables
              .inlinePolicies()
              .put(tables.group(input.groupName()), input.policyName(), input.policyDocument());
          return PutGroupPolicyResponse.builder().build();
        });
  }
}
