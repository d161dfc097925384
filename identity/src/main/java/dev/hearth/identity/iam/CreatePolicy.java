package dev.hearth.identity.iam;

import dev.hearth.identity.policy.Policy;
import dev.hearth.identity.policy.PolicyKind;
import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.CreatePolicyRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyResponse;

/// Makes a managed policy with its first version.
record CreatePolicy(Iam iam) implements Operation<CreatePolicyRequest, CreatePolicyResponse> {
  @Override
  public Access access(CreatePolicyRequest input, Call call) {
    return iam.onNew(
        name(),
        call,
        EntityKind.POLICY,
        input.path(),
        input.policyName(),
        Iam.conditions(input.tags(), null));
  }

  @Override
  public CreatePolicyResponse run(CreatePolicyRequest input, Call call) {
    Policy.parse(input.policyDocument(), PolicyKind.IDENTITY);
    var entity =
        iam.draw(call, EntityKind.POLICY, input.path(), input.policyName())
            .described(input.description());
    return iam.write(
        call,
        tables -> {
          var policy = tables.managedPolicies().add(entity, input.policyDocument());
          tables.tags().put(entity, Views.entries(input.tags()));
          return CreatePolicyResponse.builder()
              .policy(Views.policy(policy, 0, 0, tables.tags().of(entity)))
              .build();
        });
  }
}
