package dev.hearth.secrets.secrets.api;

import dev.hearth.kernel.ServiceException;
import dev.hearth.secrets.TagConditions;
import dev.hearth.secrets.secrets.Secret;
import dev.hearth.secrets.secrets.SecretRefusals;
import dev.hearth.secrets.secrets.SecretStore;
import dev.hearth.secrets.secrets.SecretTable;
import dev.hearth.secrets.secrets.SecretValues;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretResponse;

/// Makes a secret, with a value where the request has one.
final class CreateSecret implements Operation<CreateSecretRequest, CreateSecretResponse> {
  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private final SecretStore store;
  private final SecretValues values;
  private final SecureRandom random;

  CreateSecret(SecretStore store, SecretValues values, SecureRandom random) {
    this.store = store;
    this.values = values;
    this.random = random;
  }

  @Override
  public Access access(CreateSecretRequest input, Call call) {
    var conditions = TagConditions.requested(SecretInput.tags(input.tags()));
    conditions.put("secretsmanager:Name", List.of(input.name()));
    if (input.kmsKeyId() != null) {
      conditions.put("secretsmanager:KmsKeyId", List.of(input.kmsKeyId()));
    }
    var arn = SecretAccess.unknown(input.name(), call);
    var access = Access.NONE.and("secretsmanager:CreateSecret", arn, conditions);
    return input.hasTags() ? access.and("secretsmanager:TagResource", arn, conditions) : access;
  }

  @Override
  public CreateSecretResponse run(CreateSecretRequest input, Call call) {
    if (input.hasAddReplicaRegions()) {
      throw SecretRefusals.invalidParameter("AddReplicaRegions: Hearth replicates no secrets.");
    }
    if (!input.name().matches("[A-Za-z0-9/_+=.@-]{1,512}")) {
      throw new ServiceException(
          "ValidationException",
          400,
          "Invalid name. Must be a valid name containing alphanumeric characters, or any of the"
              + " following: -/_+=.@!");
    }
    values.checkKey(input.kmsKeyId(), call);
    var value = SecretValues.Value.of(input.secretString(), input.secretBinary());
    var token = SecretInput.token(input.clientRequestToken(), call);
    var before = store.read(table -> table.find(call.account(), call.region(), input.name()));
    if (before.isPresent()) {
      return answer(repeated(before.get(), token, value, call), value == null ? null : token);
    }
    var draft =
        new Secret(
            0,
            call.account(),
            call.region(),
            input.name(),
            suffix(),
            input.description(),
            input.kmsKeyId(),
            call.time(),
            call.time(),
            null,
            null,
            null,
            SecretInput.checked(SecretInput.tags(input.tags())));
    var version = value == null ? null : values.seal(draft, token, value, call);
    var made =
        store.write(
            table -> {
              if (table.find(call.account(), call.region(), input.name()).isPresent()) {
                throw exists(input.name());
              }
              var secret = table.insert(draft);
              if (version != null) {
                SecretValues.insert(
                    table, secret, version, List.of(SecretTable.CURRENT), call.time());
              }
              return secret;
            });
    return answer(made, value == null ? null : token);
  }

  /// The same request once more answers the same; any other is refused.
  private Secret repeated(
      Secret secret, String token, SecretValues.@Nullable Value value, Call call) {
    if (secret.deletion() != null) {
      throw SecretRefusals.invalidRequest(
          "You can't create this secret because a secret with this name is already scheduled for"
              + " deletion.");
    }
    var version = store.read(table -> table.version(secret.id(), token));
    if (version.isEmpty() || value == null) {
      throw exists(secret.name());
    }
    values.checkSame(secret, version.get(), value, call);
    return secret;
  }

  private static ServiceException exists(String name) {
    return SecretRefusals.exists(
        "The operation failed because the secret " + name + " already exists.");
  }

  private static CreateSecretResponse answer(Secret secret, @Nullable String version) {
    return CreateSecretResponse.builder()
        .arn(secret.arn().toString())
        .name(secret.name())
        .versionId(version)
        .build();
  }

  private String suffix() {
    var suffix = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      suffix.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return suffix.toString();
  }
}
