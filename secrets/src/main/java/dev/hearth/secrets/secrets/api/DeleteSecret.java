package dev.hearth.secrets.secrets.api;

import dev.hearth.secrets.secrets.SecretRefusals;
import dev.hearth.secrets.secrets.SecretStore;
import dev.hearth.wire.Call;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.secretsmanager.model.DeleteSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DeleteSecretResponse;

/// Has a secret deleted in 7 to 30 days, or at once; until then it can be restored.
final class DeleteSecret extends SecretOperation<DeleteSecretRequest, DeleteSecretResponse> {
  DeleteSecret(SecretStore store) {
    super(store);
  }

  @Override
  String secretId(DeleteSecretRequest input) {
    return input.secretId();
  }

  @Override
  Map<String, List<String>> conditions(DeleteSecretRequest input) {
    Map<String, List<String>> conditions = new HashMap<>();
    conditions.put(
        "secretsmanager:ForceDeleteWithoutRecovery",
        List.of(String.valueOf(Boolean.TRUE.equals(input.forceDeleteWithoutRecovery()))));
    if (input.recoveryWindowInDays() != null) {
      conditions.put(
          "secretsmanager:RecoveryWindowInDays", List.of(input.recoveryWindowInDays().toString()));
    }
    return conditions;
  }

  @Override
  public DeleteSecretResponse run(DeleteSecretRequest input, Call call) {
    boolean force = Boolean.TRUE.equals(input.forceDeleteWithoutRecovery());
    if (force && input.recoveryWindowInDays() != null) {
      throw SecretRefusals.invalidParameter(
          "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
    }
    long days = Objects.requireNonNullElse(input.recoveryWindowInDays(), LONGEST);
    if (days < SHORTEST || days > LONGEST) {
      throw SecretRefusals.invalidParameter(
          "The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
    }
    var found = store.find(input.secretId(), call);
    if (found.isEmpty() && force) {
      // Deleting by force what is not there is no error. Source: the API's page.
      return DeleteSecretResponse.builder()
          .arn(SecretAccess.unknown(input.secretId(), call))
          .name(input.secretId())
          .deletionDate(call.time())
          .build();
    }
    var secret = found.orElseThrow(SecretRefusals::notFound);
    if (!force) {
      SecretRefusals.staying(secret);
    }
    var deletion = force ? call.time() : call.time().plus(Duration.ofDays(days));
    store.write(
        table -> {
          if (force) {
            table.delete(secret.id());
          } else {
            table.schedule(secret.id(), deletion);
          }
          return secret;
        });
    return DeleteSecretResponse.builder()
        .arn(secret.arn().toString())
        .name(secret.name())
        .deletionDate(deletion)
        .build();
  }

  private static final long SHORTEST = 7; // days
  private static final long LONGEST = 30; // days
}
