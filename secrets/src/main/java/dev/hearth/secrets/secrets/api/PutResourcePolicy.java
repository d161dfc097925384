package dev.hearth.secrets.secrets.api;

import dev.hearth.secrets.secrets.SecretRefusals;
import dev.hearth.secrets.secrets.SecretStore;
import dev.hearth.wire.Call;
import software.amazon.awssdk.services.secretsmanager.model.PutResourcePolicyRequest;
import software.amazon.awssdk.services.secretsmanager.model.PutResourcePolicyResponse;

/// Says who may do what with a secret.
final class PutResourcePolicy
    extends SecretOperation<PutResourcePolicyRequest, PutResourcePolicyResponse> {
  PutResourcePolicy(SecretStore store) {
    super(store);
  }

  @Override
  String secretId(PutResourcePolicyRequest input) {
    return input.secretId();
  }

  @Override
  public PutResourcePolicyResponse run(PutResourcePolicyRequest input, Call call) {
    var secret = SecretRefusals.staying(secret(input, call));
    var policy = SecretInput.policy(input.resourcePolicy());
    store.write(
        table -> {
          table.setPolicy(secret.id(), policy);
          return secret;
        });
    return PutResourcePolicyResponse.builder()
        .arn(secret.arn().toString())
        .name(secret.name())
        .build();
  }
}
