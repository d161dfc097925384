package dev.hearth.secrets.secrets.api;

import dev.hearth.secrets.secrets.SecretStore;
import dev.hearth.wire.Call;
import software.amazon.awssdk.services.secretsmanager.model.GetResourcePolicyRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetResourcePolicyResponse;

/// A secret's resource policy.
final class GetResourcePolicy
    extends SecretOperation<GetResourcePolicyRequest, GetResourcePolicyResponse> {
  GetResourcePolicy(SecretStore store) {
    super(store);
  }

  @Override
  String secretId(GetResourcePolicyRequest input) {
    return input.secretId();
  }

  @Override
  public GetResourcePolicyResponse run(GetResourcePolicyRequest input, Call call) {
    var secret = secret(input, call);
    return GetResourcePolicyResponse.builder()
        .arn(secret.arn().toString())
        .name(secret.name())
        .resourcePolicy(secret.policy())
        .build();
  }
}
