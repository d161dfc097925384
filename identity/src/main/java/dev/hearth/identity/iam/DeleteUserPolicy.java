package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.DeleteUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteUserPolicyResponse;

/// Deletes an inline policy of a user.
record DeleteUserPolicy(Iam iam)
    implements Operation<DeleteUserPolicyRequest, DeleteUserPolicyResponse> {
  @Override
  public Access access(DeleteUserPolicyRequest input, Call call) {
    return iam.on(name(), call, EntityKind.USER, input.userName());
  }

  @Override
  public DeleteUserPolicyResponse run(DeleteUserPolicyRequest input, Call call) {
    return iam.write(
        call,
        tables -> {
          tables.inlinePolicies().remove(tables.user(input.userName()), input.policyName());
          return DeleteUserPolicyResponse.builder().build();
        });
  }
}
