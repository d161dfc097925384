package dev.hearth.secrets.secrets.api;

import dev.hearth.secrets.secrets.SecretStore;
import dev.hearth.wire.Call;
import software.amazon.awssdk.services.secretsmanager.model.RestoreSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.RestoreSecretResponse;

/// Calls a deletion off.
final class RestoreSecret extends SecretOperation<RestoreSecretRequest, RestoreSecretResponse> {
  RestoreSecret(SecretStore store) {
    super(store);
  }

  @Override
  String secretId(RestoreSecretRequest input) {
    return input.secretId();
  }

  @Override
  public RestoreSecretResponse run(RestoreSecretRequest input, Call call) {
    var secret = secret(input, call);
    store.write(
        table -> {
          table.schedule(secret.id(), null);
          return secret;
        });
    return RestoreSecretResponse.builder().arn(secret.arn().toString()).name(secret.name()).build();
  }
}
