package dev.hearth.identity.iam;

import dev.hearth.identity.policy.Policy;
import dev.hearth.identity.policy.PolicyKind;
import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.PutUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.PutUserPolicyResponse;

/// Adds an inline policy to a user, or replaces the one of its name.
record PutUserPolicy(Iam iam) implements Operation<PutUserPolicyRequest, PutUserPolicyResponse> {
  @Override
  public Access access(PutUserPolicyRequest input, Call call) {
    return iam.on(name(), call, EntityKind.USER, input.userName());
  }

  @Override
  public PutUserPolicyResponse run(PutUserPolicyRequest input, Call call) {
    Policy.parse(input.policyDocument(), PolicyKind.IDENTITY);
    return iam.write(
        call,
        tables -> {
          tables
              .inlinePolicies()
              .put(tables.user(input.userName()), input.policyName(), input.policyDocument());
          return PutUserPolicyResponse.builder().build();
        });
  }
}
