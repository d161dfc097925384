package dev.hearth.functions.api;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.RuntimeCheck;
import dev.hearth.functions.catalogue.Changes;
import dev.hearth.functions.store.StoredVersion;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationResponse;

/// Gives `$LATEST` other settings. Variables are replaced as a whole, everything else that the
/// request leaves out stays.
final class UpdateFunctionConfiguration
    implements Operation<UpdateFunctionConfigurationRequest, UpdateFunctionConfigurationResponse> {
  private final Changes changes;
  private final ExecutionRoles roles;
  private final RuntimeCheck runtimes;
  private final Permissions permissions;

  UpdateFunctionConfiguration(
      Changes changes, ExecutionRoles roles, RuntimeCheck runtimes, Permissions permissions) {
    this.changes = changes;
    this.roles = roles;
    this.runtimes = runtimes;
    this.permissions = permissions;
  }

  @Override
  public Access access(UpdateFunctionConfigurationRequest input, Call call) {
    var function = FunctionReference.of(call, input.functionName(), null);
    var access =
        permissions.on(
            "lambda:UpdateFunctionConfiguration", function, Permissions.vpc(input.vpcConfig()));
    return input.role() == null ? access : Permissions.passing(access, input.role());
  }

  @Override
  public UpdateFunctionConfigurationResponse run(
      UpdateFunctionConfigurationRequest input, Call call) {
    var function = Latest.of(call, input.functionName());
    // Once outside the transaction, for what the checks ask of others must not be asked within.
    var wanted = change(changes.checkUpdate(function, input.revisionId()), input);
    if (input.runtimeAsString() != null) {
      runtimes.check(wanted.settings().runtime());
    }
    if (input.role() != null) {
      roles.check(wanted.settings().role(), function);
    }
    var updated =
        changes.update(function, input.revisionId(), latest -> change(latest, input), false);
    return Shapes.copy(
            Configurations.full(updated, false), UpdateFunctionConfigurationResponse.builder())
        .build();
  }

  private static StoredVersion change(
      StoredVersion latest, UpdateFunctionConfigurationRequest input) {
    var environment =
        input.environment() == null
            ? latest.environment()
            : EnvironmentInput.check(input.environment().variables());
    return latest.with(SettingsInput.change(latest.settings(), input), environment);
  }
}
