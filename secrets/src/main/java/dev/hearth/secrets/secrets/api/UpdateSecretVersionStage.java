package dev.hearth.secrets.secrets.api;

import dev.hearth.secrets.secrets.SecretRefusals;
import dev.hearth.secrets.secrets.SecretStore;
import dev.hearth.secrets.secrets.SecretTable;
import dev.hearth.wire.Call;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretVersionStageRequest;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretVersionStageResponse;

/// Moves a label from one value to another, or takes it away.
final class UpdateSecretVersionStage
    extends SecretOperation<UpdateSecretVersionStageRequest, UpdateSecretVersionStageResponse> {
  UpdateSecretVersionStage(SecretStore store) {
    super(store);
  }

  @Override
  String secretId(UpdateSecretVersionStageRequest input) {
    return input.secretId();
  }

  @Override
  Map<String, List<String>> conditions(UpdateSecretVersionStageRequest input) {
    return Map.of("secretsmanager:VersionStage", List.of(input.versionStage()));
  }

  @Override
  public UpdateSecretVersionStageResponse run(UpdateSecretVersionStageRequest input, Call call) {
    var secret = SecretRefusals.staying(secret(input, call));
    var stage = input.versionStage();
    var to = input.moveToVersionId();
    store.write(
        table -> {
          var has = table.stages(secret.id()).get(stage);
          if (to != null && table.version(secret.id(), to).isEmpty()) {
            throw SecretRefusals.missing(
                "Secrets Manager can't find the specified secret value for VersionId: " + to);
          }
          if (has != null && !has.equals(to) && !has.equals(input.removeFromVersionId())) {
            throw SecretRefusals.invalidParameter(
                "The parameter RemoveFromVersionId must be the version that staging label "
                    + stage
                    + " is currently attached to.");
          }
          if (to != null) {
            table.move(secret.id(), stage, to);
          } else if (stage.equals(SecretTable.CURRENT)) {
            throw SecretRefusals.invalidParameter(
                "You can't remove AWSCURRENT without moving it to another version.");
          } else {
            table.removeStage(secret.id(), stage);
          }
          table.changed(secret.id(), call.time());
          return secret;
        });
    return UpdateSecretVersionStageResponse.builder()
        .arn(secret.arn().toString())
        .name(secret.name())
        .build();
  }
}
