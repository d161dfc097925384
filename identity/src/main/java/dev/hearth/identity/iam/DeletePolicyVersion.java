package dev.hearth.identity.iam;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.DeletePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.DeletePolicyVersionResponse;

/// Deletes a version of a managed policy that is not in force.
record DeletePolicyVersion(Iam iam)
    implements Operation<DeletePolicyVersionRequest, DeletePolicyVersionResponse> {
  @Override
  public Access access(DeletePolicyVersionRequest input, Call call) {
    return iam.onPolicy(name(), call, input.policyArn());
  }

  @Override
  public DeletePolicyVersionResponse run(DeletePolicyVersionRequest input, Call call) {
    var now = iam.clock().instant();
    return iam.write(
        call,
        tables -> {
          var policies = tables.managedPolicies();
          var policy = policies.require(input.policyArn());
          policies.removeVersion(policy, policies.requireVersion(policy, input.versionId()), now);
          return DeletePolicyVersionResponse.builder().build();
        });
  }
}
