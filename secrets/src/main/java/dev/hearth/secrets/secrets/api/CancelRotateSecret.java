package dev.hearth.secrets.secrets.api;

import dev.hearth.secrets.secrets.SecretRefusals;
import dev.hearth.secrets.secrets.SecretStore;
import dev.hearth.wire.Call;
import software.amazon.awssdk.services.secretsmanager.model.CancelRotateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.CancelRotateSecretResponse;

/// Has a secret rotated no more; of a rotation under way no further step follows. Its version keeps
/// the label `AWSPENDING`, for whoever must see what the function has done so far.
final class CancelRotateSecret
    extends SecretOperation<CancelRotateSecretRequest, CancelRotateSecretResponse> {
  CancelRotateSecret(SecretStore store) {
    super(store);
  }

  @Override
  String secretId(CancelRotateSecretRequest input) {
    return input.secretId();
  }

  @Override
  public CancelRotateSecretResponse run(CancelRotateSecretRequest input, Call call) {
    var secret = SecretRefusals.staying(secret(input, call));
    var before =
        store.write(
            table -> {
              var rotation =
                  table
                      .rotations()
                      .find(secret.id())
                      .orElseThrow(
                          () ->
                              SecretRefusals.invalidRequest(
                                  "No Lambda rotation function ARN is associated with this"
                                      + " secret."));
              table.rotations().put(rotation.cancelled());
              return rotation;
            });
    return CancelRotateSecretResponse.builder()
        .arn(secret.arn().toString())
        .name(secret.name())
        .versionId(before.token())
        .build();
  }
}
