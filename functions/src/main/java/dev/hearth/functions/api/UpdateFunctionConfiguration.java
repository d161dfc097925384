package dev.hearth.functions.api;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.RuntimeCheck;
import dev.hearth.functions.Settings.Layer;
import dev.hearth.functions.SnapStart;
import dev.hearth.functions.catalogue.Changes;
import dev.hearth.functions.layers.AttachedLayers;
import dev.hearth.functions.store.StoredVersion;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationResponse;

/// Gives `$LATEST` other settings. Variables are replaced as a whole, everything else that the
/// request leaves out stays.
final class UpdateFunctionConfiguration
    implements Operation<UpdateFunctionConfigurationRequest, UpdateFunctionConfigurationResponse> {
  private final Changes changes;
  private final AttachedLayers layers;
  private final ExecutionRoles roles;
  private final RuntimeCheck runtimes;
  private final SnapStart snapStart;
  private final Permissions permissions;

  UpdateFunctionConfiguration(
      Changes changes,
      AttachedLayers layers,
      ExecutionRoles roles,
      RuntimeCheck runtimes,
      SnapStart snapStart,
      Permissions permissions) {
    this.changes = changes;
    this.layers = layers;
    this.roles = roles;
    this.runtimes = runtimes;
    this.snapStart = snapStart;
    this.permissions = permissions;
  }

  @Override
  public Access access(UpdateFunctionConfigurationRequest input, Call call) {
    var function = FunctionReference.of(call, input.functionName(), null);
    var conditions = new HashMap<>(Permissions.vpc(input.vpcConfig()));
    conditions.putAll(AttachedLayers.conditions(input.layers()));
    var access = permissions.on("lambda:UpdateFunctionConfiguration", function, conditions);
    access = AttachedLayers.using(access, input.layers());
    return input.role() == null ? access : Permissions.passing(access, input.role());
  }

  @Override
  public UpdateFunctionConfigurationResponse run(
      UpdateFunctionConfigurationRequest input, Call call) {
    var function = Latest.of(call, input.functionName());
    var current = changes.checkUpdate(function, input.revisionId());
    // Once outside the transaction, for what the checks ask of others must not be asked within.
    var wanted = change(current, input, current.settings().layers());
    if (input.environment() != null) {
      var _ =
          Tags.checkFunctions(
              changes.tags(function), wanted.environment(), wanted.settings().image() != null);
    }
    if (input.runtimeAsString() != null) {
      runtimes.check(wanted.settings().runtime());
    }
    if (input.runtimeAsString() != null || input.snapStart() != null) {
      SnapStartInput.check(wanted.settings(), snapStart);
    }
    if (input.role() != null) {
      roles.check(wanted.settings().role(), function);
    }
    if (input.role() != null || input.deadLetterConfig() != null) {
      roles.checkDeadLetters(wanted.settings());
    }
    if (!input.hasLayers()) {
      return update(function, input, latest -> change(latest, input, latest.settings().layers()));
    }
    try (var held = layers.hold(function, input.layers())) {
      layers.checkSize(function, current.code().sha256(), held.layers());
      return update(function, input, latest -> change(latest, input, held.layers()));
    }
  }

  private UpdateFunctionConfigurationResponse update(
      FunctionReference function,
      UpdateFunctionConfigurationRequest input,
      UnaryOperator<StoredVersion> change) {
    var updated = changes.update(function, input.revisionId(), change, false);
    return Shapes.copy(
            Configurations.full(updated, false), UpdateFunctionConfigurationResponse.builder())
        .build();
  }

  private static StoredVersion change(
      StoredVersion latest, UpdateFunctionConfigurationRequest input, List<Layer> layers) {
    var environment =
        input.environment() == null
            ? latest.environment()
            : EnvironmentInput.check(input.environment().variables());
    var settings = SettingsInput.change(latest.settings(), input);
    return latest.with(settings.with(b -> b.layers(layers)), environment);
  }
}
