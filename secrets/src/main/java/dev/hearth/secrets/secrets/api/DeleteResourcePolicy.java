package dev.hearth.secrets.secrets.api;

import dev.hearth.secrets.secrets.SecretRefusals;
import dev.hearth.secrets.secrets.SecretStore;
import dev.hearth.wire.Call;
import software.amazon.awssdk.services.secretsmanager.model.DeleteResourcePolicyRequest;
import software.amazon.awssdk.services.secretsmanager.model.DeleteResourcePolicyResponse;

/// Takes a secret's policy away.
final class DeleteResourcePolicy
    extends SecretOperation<DeleteResourcePolicyRequest, DeleteResourcePolicyResponse> {
  DeleteResourcePolicy(SecretStore store) {
    super(store);
  }

  @Override
  String secretId(DeleteResourcePolicyRequest input) {
    return input.secretId();
  }

  @Override
  public DeleteResourcePolicyResponse run(DeleteResourcePolicyRequest input, Call call) {
    var secret = SecretRefusals.staying(secret(input, call));
    store.write(
        table -> {
          table.setPolicy(secret.id(), null);
          return secret;
        });
    return DeleteResourcePolicyResponse.builder()
        .arn(secret.arn().toString())
        .name(secret.name())
        .build();
  }
}
