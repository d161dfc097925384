package dev.hearth.identity.iam;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.GetPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyResponse;

/// Shows a managed policy, the account's or AWS's.
record GetPolicy(Iam iam) implements Operation<GetPolicyRequest, GetPolicyResponse> {
  @Override
  public Access access(GetPolicyRequest input, Call call) {
    return iam.onPolicy(name(), call, input.policyArn());
  }

  @Override
  public GetPolicyResponse run(GetPolicyRequest input, Call call) {
    return iam.read(
        call,
        tables -> {
          var policy = tables.managedPolicies().require(input.policyArn());
          var entity = policy.entity();
          return GetPolicyResponse.builder()
              .policy(
                  Views.policy(
                      policy,
                      tables.attachments().owners(policy.arn()).size(),
                      tables.attachments().bounded(policy.arn()).size(),
                      entity == null ? Map.of() : tables.tags().of(entity)))
              .build();
        });
  }
}
