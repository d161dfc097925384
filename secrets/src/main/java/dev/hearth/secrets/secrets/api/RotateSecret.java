package dev.hearth.secrets.secrets.api;

import dev.hearth.kernel.ServiceException;
import dev.hearth.secrets.secrets.Secret;
import dev.hearth.secrets.secrets.SecretRefusals;
import dev.hearth.secrets.secrets.SecretStore;
import dev.hearth.secrets.secrets.SecretTable;
import dev.hearth.secrets.secrets.rotation.Rotation;
import dev.hearth.secrets.secrets.rotation.RotationPlan;
import dev.hearth.secrets.secrets.rotation.Rotations;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.secretsmanager.model.RotateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.RotateSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.RotationRulesType;

/// Sets up how a secret is rotated, and has it rotated now unless that is to wait.
final class RotateSecret extends SecretOperation<RotateSecretRequest, RotateSecretResponse> {
  private final Rotations rotations;

  RotateSecret(SecretStore store, Rotations rotations) {
    super(store);
    this.rotations = rotations;
  }

  @Override
  String secretId(RotateSecretRequest input) {
    return input.secretId();
  }

  @Override
  Map<String, List<String>> conditions(RotateSecretRequest input) {
    Map<String, List<String>> conditions = new HashMap<>();
    if (input.rotationLambdaARN() != null) {
      conditions.put("secretsmanager:RotationLambdaARN", List.of(input.rotationLambdaARN()));
    }
    conditions.put(
        "secretsmanager:ModifyRotationRules",
        List.of(Boolean.toString(input.rotationRules() != null)));
    conditions.put(
        "secretsmanager:RotateImmediately", List.of(Boolean.toString(isImmediate(input))));
    return conditions;
  }

  /// Who has a function rotate a secret must be allowed to invoke it.
  @Override
  public Access access(RotateSecretRequest input, Call call) {
    var access = super.access(input, call);
    var function =
        Optional.ofNullable(input.rotationLambdaARN())
            .or(
                () ->
                    store
                        .find(input.secretId(), call)
                        .flatMap(secret -> store.read(t -> t.rotations().find(secret.id())))
                        .map(Rotation::functionArn));
    return function.map(arn -> access.and("lambda:InvokeFunction", arn, Map.of())).orElse(access);
  }

  @Override
  public RotateSecretResponse run(RotateSecretRequest input, Call call) {
    if (input.externalSecretRotationMetadata() != null
        && !input.externalSecretRotationMetadata().isEmpty()) {
      throw SecretRefusals.invalidParameter(
          "ExternalSecretRotationMetadata: Hearth has no secrets of partners.");
    }
    var secret = SecretRefusals.staying(secret(input, call));
    var before = store.read(table -> table.rotations().find(secret.id()));
    var function =
        Optional.ofNullable(input.rotationLambdaARN())
            .or(() -> before.map(Rotation::functionArn))
            .orElseThrow(
                () ->
                    SecretRefusals.invalidRequest(
                        "No Lambda rotation function ARN is associated with this secret."));
    var plan =
        input.rotationRules() == null
            ? before.map(Rotation::plan).orElse(RotationPlan.NEVER)
            : plan(input.rotationRules()).checked(rotations.schedules());
    if (!rotations.functions().mayInvoke(function, secret.arn())) {
      throw new ServiceException(
          "AccessDeniedException",
          400,
          "Secrets Manager cannot invoke the specified Lambda function. Ensure that the function"
              + " policy grants access to the principal secretsmanager.amazonaws.com.");
    }
    var token = SecretInput.token(input.clientRequestToken(), call);
    boolean begins = isImmediate(input);
    if (begins) {
      begin(secret, function, plan, token, call.time());
    } else {
      store.write(
          table -> {
            var next = plan.next(call.time(), call.time(), rotations.schedules());
            table.rotations().put(rotation(table, secret, function, plan, next, call.time()));
            return next;
          });
    }
    return RotateSecretResponse.builder()
        .arn(secret.arn().toString())
        .name(secret.name())
        .versionId(begins ? token : null)
        .build();
  }

  private void begin(Secret secret, String function, RotationPlan plan, String token, Instant now) {
    boolean another =
        store.write(
            table -> {
              var unfinished = Rotations.unfinished(table, secret.id());
              if (unfinished.isPresent() && !unfinished.get().equals(token)) {
                return true;
              }
              // Of the same request once more, the rotation may be done.
              if (!token.equals(table.stages(secret.id()).get(SecretTable.CURRENT))) {
                table.move(secret.id(), Rotations.PENDING, token);
                table
                    .rotations()
                    .put(rotation(table, secret, function, plan, null, now).begun(token, now));
              }
              return false;
            });
    if (another) {
      rotations.hurry(secret.id());
      throw SecretRefusals.invalidRequest(
          "A previous rotation isn't complete. That rotation will be reattempted.");
    }
    rotations.start(secret.id());
  }

  /// As set up now; what is under way stays so.
  private static Rotation rotation(
      SecretTable table,
      Secret secret,
      String function,
      RotationPlan plan,
      @Nullable Instant next,
      Instant now) {
    var before = table.rotations().find(secret.id());
    return new Rotation(
        secret.id(),
        true,
        function,
        plan,
        now,
        before.map(Rotation::lastRotated).orElse(null),
        next,
        before.map(Rotation::token).orElse(null),
        before.map(Rotation::attempts).orElse(0),
        before.map(Rotation::retry).orElse(null));
  }

  private static boolean isImmediate(RotateSecretRequest input) {
    return !Boolean.FALSE.equals(input.rotateImmediately());
  }

  private static RotationPlan plan(RotationRulesType rules) {
    var days = rules.automaticallyAfterDays();
    return new RotationPlan(
        days == null ? null : Math.toIntExact(days), rules.scheduleExpression(), rules.duration());
  }
}
