package dev.hearth.secrets.secrets.api;

import dev.hearth.secrets.secrets.SecretStore;
import dev.hearth.wire.Call;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;

/// Tells what a secret is, without its value.
final class DescribeSecret extends SecretOperation<DescribeSecretRequest, DescribeSecretResponse> {
  DescribeSecret(SecretStore store) {
    super(store);
  }

  @Override
  String secretId(DescribeSecretRequest input) {
    return input.secretId();
  }

  @Override
  public DescribeSecretResponse run(DescribeSecretRequest input, Call call) {
    var secret = secret(input, call);
    var stages = store.read(table -> table.stages(secret.id()));
    var rotation = store.read(table -> table.rotations().find(secret.id())).orElse(null);
    return DescribeSecretResponse.builder()
        .arn(secret.arn().toString())
        .name(secret.name())
        .description(secret.description())
        .kmsKeyId(secret.keyId())
        .createdDate(secret.created())
        .lastChangedDate(secret.changed())
        .lastAccessedDate(secret.accessed())
        .deletedDate(secret.deletion())
        .rotationEnabled(RotationShapes.enabled(rotation))
        .rotationLambdaARN(RotationShapes.function(rotation))
        .rotationRules(RotationShapes.rules(rotation))
        .lastRotatedDate(RotationShapes.last(rotation))
        .nextRotationDate(RotationShapes.next(rotation))
        .tags(SecretInput.shapes(secret.tags()))
        .versionIdsToStages(SecretInput.labels(stages))
        .build();
  }
}
