package dev.hearth.identity.iam;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.GetPolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyVersionResponse;

/// Shows a version of a managed policy with its document.
record GetPolicyVersion(Iam iam)
    implements Operation<GetPolicyVersionRequest, GetPolicyVersionResponse> {
  @Override
  public Access access(GetPolicyVersionRequest input, Call call) {
    return iam.onPolicy(name(), call, input.policyArn());
  }

  @Override
  public GetPolicyVersionResponse run(GetPolicyVersionRequest input, Call call) {
    var version =
        iam.read(
            call,
            tables -> {
              var policy = tables.managedPolicies().require(input.policyArn());
              return tables.managedPolicies().requireVersion(policy, input.versionId());
            });
    return GetPolicyVersionResponse.builder().policyVersion(Views.version(version, true)).build();
  }
}
