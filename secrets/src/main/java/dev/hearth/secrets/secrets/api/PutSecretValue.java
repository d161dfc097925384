package dev.hearth.secrets.secrets.api;

import dev.hearth.secrets.secrets.SecretRefusals;
import dev.hearth.secrets.secrets.SecretStore;
import dev.hearth.secrets.secrets.SecretValues;
import dev.hearth.wire.Call;
import java.util.List;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueResponse;

/// Gives a secret another value.
final class PutSecretValue extends SecretOperation<PutSecretValueRequest, PutSecretValueResponse> {
  private final SecretValues values;

  PutSecretValue(SecretStore store, SecretValues values) {
    super(store);
    this.values = values;
  }

  @Override
  String secretId(PutSecretValueRequest input) {
    return input.secretId();
  }

  @Override
  public PutSecretValueResponse run(PutSecretValueRequest input, Call call) {
    var secret = SecretRefusals.staying(secret(input, call));
    var value = SecretValues.Value.of(input.secretString(), input.secretBinary());
    if (value == null) {
      throw SecretRefusals.invalidRequest("You must provide either SecretString or SecretBinary.");
    }
    var token = SecretInput.token(input.clientRequestToken(), call);
    values.put(secret, token, value, input.versionStages(), call);
    var stages = store.read(table -> table.stages(secret.id()));
    return PutSecretValueResponse.builder()
        .arn(secret.arn().toString())
        .name(secret.name())
        .versionId(token)
        .versionStages(SecretInput.labels(stages).getOrDefault(token, List.of()))
        .build();
  }
}
