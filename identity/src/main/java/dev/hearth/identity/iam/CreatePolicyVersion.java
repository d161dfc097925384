package dev.hearth.identity.iam;

import dev.hearth.identity.policy.Policy;
import dev.hearth.identity.policy.PolicyKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.CreatePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyVersionResponse;

/// Adds a version to a managed policy.
record CreatePolicyVersion(Iam iam)
    implements Operation<CreatePolicyVersionRequest, CreatePolicyVersionResponse> {
  @Override
  public Access access(CreatePolicyVersionRequest input, Call call) {
    return iam.onPolicy(name(), call, input.policyArn());
  }

  @Override
  public CreatePolicyVersionResponse run(CreatePolicyVersionRequest input, Call call) {
    Policy.parse(input.policyDocument(), PolicyKind.IDENTITY);
    var now = iam.clock().instant();
    boolean asDefault = Boolean.TRUE.equals(input.setAsDefault());
    var version =
        iam.write(
            call,
            tables -> {
              var policy = tables.managedPolicies().require(input.policyArn());
              return tables
                  .managedPolicies()
                  .addVersion(policy, input.policyDocument(), asDefault, now);
            });
    return CreatePolicyVersionResponse.builder()
        .policyVersion(Views.version(version, false))
        .build();
  }
}
