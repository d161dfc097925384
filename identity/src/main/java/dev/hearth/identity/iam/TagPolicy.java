package dev.hearth.identity.iam;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.TagPolicyRequest;
import software.amazon.awssdk.services.iam.model.TagPolicyResponse;

/// Adds tags to a managed policy, or replaces those of the same keys.
record TagPolicy(Iam iam) implements Operation<TagPolicyRequest, TagPolicyResponse> {
  @Override
  public Access access(TagPolicyRequest input, Call call) {
    return iam.onPolicy(name(), call, input.policyArn(), Iam.conditions(input.tags(), null));
  }

  @Override
  public TagPolicyResponse run(TagPolicyRequest input, Call call) {
    return iam.write(
        call,
        tables -> {
          tables
              .tags()
              .put(
                  tables.managedPolicies().require(input.policyArn()).own(),
                  Views.entries(input.tags()));
          return TagPolicyResponse.builder().build();
        });
  }
}
