package dev.hearth.secrets.keys.api;

import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Call;
import software.amazon.awssdk.services.kms.model.GetKeyPolicyRequest;
import software.amazon.awssdk.services.kms.model.GetKeyPolicyResponse;

/// A key's policy.
final class GetKeyPolicy extends KeyOperation<GetKeyPolicyRequest, GetKeyPolicyResponse> {
  GetKeyPolicy(Kms kms) {
    super(kms);
  }

  @Override
  String keyId(GetKeyPolicyRequest input) {
    return input.keyId();
  }

  @Override
  public GetKeyPolicyResponse run(GetKeyPolicyRequest input, Call call) {
    var key = key(input, call);
    if (input.policyName() != null && !input.policyName().equals("default")) {
      throw new ServiceException("NotFoundException", 400, "No such policy exists");
    }
    return GetKeyPolicyResponse.builder().policy(key.policy()).policyName("default").build();
  }
}
