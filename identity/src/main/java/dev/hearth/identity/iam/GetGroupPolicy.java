package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.GetGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetGroupPolicyResponse;

/// Shows an inline policy of a group.
record GetGroupPolicy(Iam iam) implements Operation<GetGroupPolicyRequest, GetGroupPolicyResponse> {
  @Override
  public Access access(GetGroupPolicyRequest input, Call call) {
    return iam.on(name(), call, EntityKind.GROUP, input.groupName());
  }

  @Override
  public GetGroupPolicyResponse run(GetGroupPolicyRequest input, Call call) {
    var document =
        iam.read(
            call,
            tables ->
                tables
                    .inlinePolicies()
                    .require(tables.group(input.groupName()), input.policyName()));
    return GetGroupPolicyResponse.builder()
        .groupName(input.groupName())
        .policyName(input.policyName())
        .policyDocument(Views.document(document))
        .build();
  }
}
