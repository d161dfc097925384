package dev.hearth.identity.iam;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.UntagPolicyRequest;
import software.amazon.awssdk.services.iam.model.UntagPolicyResponse;

/// Removes tags from a managed policy.
record UntagPolicy(Iam iam) implements Operation<UntagPolicyRequest, UntagPolicyResponse> {
  @Override
  public Access access(UntagPolicyRequest input, Call call) {
    return iam.onPolicy(name(), call, input.policyArn(), Map.of("aws:TagKeys", input.tagKeys()));
  }

  @Override
  public UntagPolicyResponse run(UntagPolicyRequest input, Call call) {
    return iam.write(
        call,
        tables -> {
          tables
              .tags()
              .remove(tables.managedPolicies().require(input.policyArn()).own(), input.tagKeys());
          return UntagPolicyResponse.builder().build();
        });
  }
}
