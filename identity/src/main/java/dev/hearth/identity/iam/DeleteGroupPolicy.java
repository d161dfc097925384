package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.DeleteGroupPolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteGroupPolicyResponse;

/// Deletes an inline policy of a group.
record DeleteGroupPolicy(Iam iam)
    implements Operation<DeleteGroupPolicyRequest, DeleteGroupPolicyResponse> {
  @Override
  public Access access(DeleteGroupPolicyRequest input, Call call) {
    return iam.on(name(), call, EntityKind.GROUP, input.groupName());
  }

  @Override
  public DeleteGroupPolicyResponse run(DeleteGroupPolicyRequest input, Call call) {
    return iam.write(
        call,
        tables -> {
          tables.inlinePolicies().remove(tables.group(input.groupName()), input.policyName());
          return DeleteGroupPolicyResponse.builder().build();
        });
  }
}
