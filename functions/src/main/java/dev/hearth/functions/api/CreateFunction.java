package dev.hearth.functions.api;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.RuntimeCheck;
import dev.hearth.functions.SnapStart;
import dev.hearth.functions.catalogue.Catalogue;
import dev.hearth.functions.catalogue.Changes;
import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.functions.layers.AttachedLayers;
import dev.hearth.functions.signing.Signatures;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;
import software.amazon.awssdk.services.lambda.model.PackageType;

/// Makes a function from a zip file or a container image. The answer comes when the code is stored
/// and unpacked; the function is `Pending` then, and `Active` a moment later.
final class CreateFunction implements Operation<CreateFunctionRequest, CreateFunctionResponse> {
  private final Catalogue catalogue;
  private final Changes changes;
  private final CodeInput code;
  private final AttachedLayers layers;
  private final ExecutionRoles roles;
  private final RuntimeCheck runtimes;
  private final SnapStart snapStart;
  private final Permissions permissions;

  CreateFunction(
      Catalogue catalogue,
      Changes changes,
      CodeInput code,
      AttachedLayers layers,
      ExecutionRoles roles,
      RuntimeCheck runtimes,
      SnapStart snapStart,
      Permissions permissions) {
    this.catalogue = catalogue;
    this.changes = changes;
    this.code = code;
    this.layers = layers;
    this.roles = roles;
    this.runtimes = runtimes;
    this.snapStart = snapStart;
    this.permissions = permissions;
  }

  @Override
  public Access access(CreateFunctionRequest input, Call call) {
    var function = FunctionReference.of(call, input.functionName(), null).unqualified();
    var conditions = new HashMap<>(Permissions.requestTags(input.tags()));
    conditions.putAll(Permissions.vpc(input.vpcConfig()));
    if (input.codeSigningConfigArn() != null) {
      conditions.put("lambda:CodeSigningConfigArn", List.of(input.codeSigningConfigArn()));
    }
    conditions.putAll(AttachedLayers.conditions(input.layers()));
    var access = permissions.on("lambda:CreateFunction", function, conditions);
    if (!input.tags().isEmpty()) {
      access =
          access.and(
              "lambda:TagResource", function.functionArn(), Permissions.requestTags(input.tags()));
    }
    access = AttachedLayers.using(access, input.layers());
    return Permissions.passing(access, input.role());
  }

  @Override
  public CreateFunctionResponse run(CreateFunctionRequest input, Call call) {
    var function = Latest.of(call, input.functionName());
    var settings = SettingsInput.of(input, function.name());
    var environment =
        input.environment() == null
            ? Map.<String, String>of()
            : EnvironmentInput.check(input.environment().variables());
    var tags =
        Tags.checkFunctions(input.tags(), environment, input.packageType() == PackageType.IMAGE);
    if (settings.image() == null) {
      runtimes.check(settings.runtime());
    }
    SnapStartInput.check(settings, snapStart);
    roles.check(settings.role(), function);
    roles.checkDeadLetters(settings);
    if (catalogue.find(function).isPresent()) {
      throw Refusals.exists(function); // before a large upload is unpacked for nothing
    }
    try (var held = layers.hold(function, input.layers());
        var stored = code.store(call, input.code(), settings)) {
      layers.checkSize(function, stored.code().sha256(), held.layers());
      if (settings.image() == null) {
        runtimes.checkCode(
            function.account(), settings.runtime(), settings.handler(), stored.lease().files());
      }
      boolean publish = Boolean.TRUE.equals(input.publish());
      var complete = settings.with(b -> b.layers(held.layers()).image(stored.image()));
      var signing = input.codeSigningConfigArn();
      var made =
          changes.create(
              function,
              complete,
              environment,
              stored.code(),
              tags,
              publish,
              tables -> {
                if (signing != null) {
                  Signatures.attachNew(tables, function, signing);
                }
              });
      return Shapes.copy(Configurations.full(made, false), CreateFunctionResponse.builder())
          .build();
    }
  }
}
