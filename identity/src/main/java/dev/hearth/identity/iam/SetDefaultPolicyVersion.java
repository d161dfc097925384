package dev.hearth.identity.iam;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.SetDefaultPolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.SetDefaultPolicyVersionResponse;

/// Puts a version of a managed policy in force.
record SetDefaultPolicyVersion(Iam iam)
    implements Operation<SetDefaultPolicyVersionRequest, SetDefaultPolicyVersionResponse> {
  @Override
  public Access access(SetDefaultPolicyVersionRequest input, Call call) {
    return iam.onPolicy(name(), call, input.policyArn());
  }

  @Override
  public SetDefaultPolicyVersionResponse run(SetDefaultPolicyVersionRequest input, Call call) {
    var now = iam.clock().instant();
    return iam.write(
        call,
        tables -> {
          var policies = tables.managedPolicies();
          var policy = policies.require(input.policyArn());
          var version = policies.requireVersion(policy, input.versionId());
          policies.makeDefault(policy, version.number(), now);
          return SetDefaultPolicyVersionResponse.builder().build();
        });
  }
}
