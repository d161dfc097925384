package dev.hearth.secrets.secrets.api;

import dev.hearth.secrets.secrets.SecretStore;
import dev.hearth.secrets.secrets.SecretValues;
import dev.hearth.wire.Call;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;

/// A secret's value.
final class GetSecretValue extends SecretOperation<GetSecretValueRequest, GetSecretValueResponse> {
  private final SecretValues values;

  GetSecretValue(SecretStore store, SecretValues values) {
    super(store);
    this.values = values;
  }

  @Override
  String secretId(GetSecretValueRequest input) {
    return input.secretId();
  }

  @Override
  Map<String, List<String>> conditions(GetSecretValueRequest input) {
    Map<String, List<String>> conditions = new HashMap<>();
    if (input.versionId() != null) {
      conditions.put("secretsmanager:VersionId", List.of(input.versionId()));
    }
    conditions.put(
        "secretsmanager:VersionStage",
        List.of(Objects.requireNonNullElse(input.versionStage(), "AWSCURRENT")));
    return conditions;
  }

  @Override
  public GetSecretValueResponse run(GetSecretValueRequest input, Call call) {
    var secret = secret(input, call);
    var read =
        new ReadValue(store, values).read(secret, input.versionId(), input.versionStage(), call);
    var version = read.version();
    return GetSecretValueResponse.builder()
        .arn(secret.arn().toString())
        .name(secret.name())
        .versionId(version.id())
        .secretString(version.text() ? read.content().text() : null)
        .secretBinary(version.text() ? null : SdkBytes.fromByteArrayUnsafe(read.content().bytes()))
        .versionStages(read.stages())
        .createdDate(version.created())
        .build();
  }
}
