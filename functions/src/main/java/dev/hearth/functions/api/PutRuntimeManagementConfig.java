package dev.hearth.functions.api;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.catalogue.Attributes;
import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.functions.store.StoredVersion.RuntimeUpdates;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.PutRuntimeManagementConfigRequest;
import software.amazon.awssdk.services.lambda.model.PutRuntimeManagementConfigResponse;

/// Says when a version's runtime is to be updated. Hearth keeps it for its clients; its runtimes
/// are the host's and change with the host.
final class PutRuntimeManagementConfig
    implements Operation<PutRuntimeManagementConfigRequest, PutRuntimeManagementConfigResponse> {
  private final Attributes attributes;
  private final Permissions permissions;

  PutRuntimeManagementConfig(Attributes attributes, Permissions permissions) {
    this.attributes = attributes;
    this.permissions = permissions;
  }

  @Override
  public Access access(PutRuntimeManagementConfigRequest input, Call call) {
    return permissions.on(
        "lambda:PutRuntimeManagementConfig", call, input.functionName(), input.qualifier());
  }

  @Override
  public PutRuntimeManagementConfigResponse run(
      PutRuntimeManagementConfigRequest input, Call call) {
    var reference = FunctionReference.of(call, input.functionName(), input.qualifier());
    boolean manual = "Manual".equals(input.updateRuntimeOnAsString());
    if (manual && input.runtimeVersionArn() == null) {
      throw Refusals.invalid("RuntimeVersionArn is required when UpdateRuntimeOn is Manual.");
    }
    if (!manual && input.runtimeVersionArn() != null) {
      throw Refusals.invalid("RuntimeVersionArn is allowed only when UpdateRuntimeOn is Manual.");
    }
    var updates = new RuntimeUpdates(input.updateRuntimeOnAsString(), input.runtimeVersionArn());
    attributes.updateRuntime(reference, updates);
    return PutRuntimeManagementConfigResponse.builder()
        .functionArn(reference.functionArn() + ":" + reference.effectiveQualifier())
        .updateRuntimeOn(updates.on())
        .runtimeVersionArn(updates.version())
        .build();
  }
}
