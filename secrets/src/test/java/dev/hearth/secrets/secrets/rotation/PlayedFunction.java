package dev.hearth.secrets.secrets.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.secrets.Vault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretVersionStageRequest;

/// A function that rotates the secret `s`, whose values are numbers: the next is one more.
final class PlayedFunction {
  /// What it was asked to do.
  final List<String> steps = new ArrayList<>();

  /// The step that fails; empty for none.
  String failing = "";

  /// The version that it was asked for last.
  String token = "";

  private final Vault vault;

  PlayedFunction(Vault vault) {
    this.vault = vault;
  }

  /// What a rotation function does, as AWS documents it: each step may come again.
  Optional<String> rotate(String event) {
    try {
      var input = new ObjectMapper().readTree(event);
      var step = input.get("Step").asText();
      var id = input.get("SecretId").asText();
      token = input.get("ClientRequestToken").asText();
      assertThat(id).startsWith("arn:aws:secretsmanager:us-east-1:123456789012:secret:s-");
      assertThat(describe().versionIdsToStages().get(token)).contains("AWSPENDING");
      steps.add(step);
      if (step.equals(failing)) {
        return Optional.of("told to fail");
      }
      switch (step) {
        case "createSecret" -> {
          var next = Integer.toString(Integer.parseInt(value("AWSCURRENT")) + 1);
          vault.run(
              PutSecretValueRequest.builder()
                  .secretId(id)
                  .clientRequestToken(token)
                  .secretString(next)
                  .versionStages("AWSPENDING")
                  .build());
        }
        case "finishSecret" ->
            vault.run(
                UpdateSecretVersionStageRequest.builder()
                    .secretId(id)
                    .versionStage("AWSCURRENT")
                    .moveToVersionId(token)
                    .removeFromVersionId(current())
                    .build());
        default -> assertThat(value("AWSPENDING")).isNotEmpty();
      }
      return Optional.empty();
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  String current() {
    return describe().versionIdsToStages().entrySet().stream()
        .filter(each -> each.getValue().contains("AWSCURRENT"))
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  String value(String stage) {
    GetSecretValueResponse value =
        vault.run(GetSecretValueRequest.builder().secretId("s").versionStage(stage).build());
    return value.secretString();
  }

  DescribeSecretResponse describe() {
    return vault.run(DescribeSecretRequest.builder().secretId("s").build());
  }
}
