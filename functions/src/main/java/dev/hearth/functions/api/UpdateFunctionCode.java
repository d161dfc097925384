package dev.hearth.functions.api;

import dev.hearth.functions.RuntimeCheck;
import dev.hearth.functions.Settings;
import dev.hearth.functions.catalogue.Changes;
import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.functions.layers.AttachedLayers;
import dev.hearth.functions.signing.Signatures;
import dev.hearth.functions.store.StoredVersion;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.FunctionCode;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeResponse;

/// Gives `$LATEST` other code. The old code answers until the update is `Successful`, and never
/// after.
final class UpdateFunctionCode
    implements Operation<UpdateFunctionCodeRequest, UpdateFunctionCodeResponse> {
  private final Changes changes;
  private final CodeInput code;
  private final AttachedLayers layers;
  private final Signatures signatures;
  private final RuntimeCheck runtimes;
  private final Permissions permissions;

  UpdateFunctionCode(
      Changes changes,
      CodeInput code,
      AttachedLayers layers,
      Signatures signatures,
      RuntimeCheck runtimes,
      Permissions permissions) {
    this.changes = changes;
    this.code = code;
    this.layers = layers;
    this.signatures = signatures;
    this.runtimes = runtimes;
    this.permissions = permissions;
  }

  @Override
  public Access access(UpdateFunctionCodeRequest input, Call call) {
    return permissions.on("lambda:UpdateFunctionCode", call, input.functionName(), null);
  }

  @Override
  public UpdateFunctionCodeResponse run(UpdateFunctionCodeRequest input, Call call) {
    var function = Latest.of(call, input.functionName());
    SettingsInput.refuse(input.publishToAsString() != null, "PublishTo");
    var current = changes.checkUpdate(function, input.revisionId());
    if (input.imageUri() != null && current.settings().image() == null) {
      throw Refusals.invalid(
          "Please don't provide ImageUri when updating a function with packageType Zip.");
    }
    signatures.check(function);
    var source = Shapes.copy(input, FunctionCode.builder()).build();
    try (var stored = code.store(call, source, settings(current.settings(), input))) {
      layers.checkSize(function, stored.code().sha256(), current.settings().layers());
      var settings = current.settings();
      if (settings.image() == null) {
        runtimes.checkCode(
            function.account(), settings.runtime(), settings.handler(), stored.lease().files());
      }
      var updated =
          Boolean.TRUE.equals(input.dryRun())
              ? change(current, input, stored)
              : changes.update(
                  function,
                  input.revisionId(),
                  latest -> change(latest, input, stored),
                  Boolean.TRUE.equals(input.publish()));
      return Shapes.copy(Configurations.full(updated, false), UpdateFunctionCodeResponse.builder())
          .build();
    }
  }

  private static StoredVersion change(
      StoredVersion latest, UpdateFunctionCodeRequest input, CodeInput.Stored stored) {
    var image = moved(latest.settings().image(), stored.image());
    var settings = settings(latest.settings(), input).with(b -> b.image(image));
    return latest.with(settings, latest.environment()).with(stored.code());
  }

  /// What a function sets of its image may have changed while the new one was taken in.
  private static Settings.@Nullable Image moved(
      Settings.@Nullable Image latest, Settings.@Nullable Image stored) {
    return latest == null || stored == null
        ? latest
        : latest.at(stored.uri(), stored.resolvedUri());
  }

  private static Settings settings(Settings base, UpdateFunctionCodeRequest input) {
    var architecture =
        SettingsInput.architecture(input.architecturesAsStrings(), base.architecture());
    return base.with(b -> b.architecture(architecture));
  }
}
