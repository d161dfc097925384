package dev.hearth.secrets.secrets.api;

import dev.hearth.secrets.secrets.SecretRefusals;
import dev.hearth.secrets.secrets.SecretStore;
import dev.hearth.secrets.secrets.SecretValues;
import dev.hearth.wire.Call;
import java.util.List;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretResponse;

/// Changes a secret's description, its key and its value.
final class UpdateSecret extends SecretOperation<UpdateSecretRequest, UpdateSecretResponse> {
  private final SecretValues values;

  UpdateSecret(SecretStore store, SecretValues values) {
    super(store);
    this.values = values;
  }

  @Override
  String secretId(UpdateSecretRequest input) {
    return input.secretId();
  }

  @Override
  public UpdateSecretResponse run(UpdateSecretRequest input, Call call) {
    var secret = SecretRefusals.staying(secret(input, call));
    values.checkKey(input.kmsKeyId(), call);
    var value = SecretValues.Value.of(input.secretString(), input.secretBinary());
    var keyId = input.kmsKeyId() == null ? secret.keyId() : input.kmsKeyId();
    var token = SecretInput.token(input.clientRequestToken(), call);
    // The value first, for it may be refused; a repeated request goes on behind it.
    if (value != null) {
      values.put(secret.withKey(keyId), token, value, List.of(), call);
    }
    store.write(
        table -> {
          table.update(
              secret.id(),
              input.description() == null ? secret.description() : input.description(),
              keyId,
              call.time());
          return secret;
        });
    return UpdateSecretResponse.builder()
        .arn(secret.arn().toString())
        .name(secret.name())
        .versionId(value == null ? null : token)
        .build();
  }
}
