package dev.hearth.identity.iam;

import dev.hearth.identity.store.IamError;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.DeletePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeletePolicyResponse;

/// Deletes a managed policy that is attached to nothing.
record DeletePolicy(Iam iam) implements Operation<DeletePolicyRequest, DeletePolicyResponse> {
  @Override
  public Access access(DeletePolicyRequest input, Call call) {
    return iam.onPolicy(name(), call, input.policyArn());
  }

  @Override
  public DeletePolicyResponse run(DeletePolicyRequest input, Call call) {
    return iam.write(
        call,
        tables -> {
          var policy = tables.managedPolicies().require(input.policyArn());
          var arn = policy.own().arn();
          if (!tables.attachments().owners(arn).isEmpty()
              || !tables.attachments().bounded(arn).isEmpty()) {
            throw IamError.deleteConflict("Cannot delete a policy attached to entities.");
          }
          tables.managedPolicies().remove(policy);
          return DeletePolicyResponse.builder().build();
        });
  }
}
