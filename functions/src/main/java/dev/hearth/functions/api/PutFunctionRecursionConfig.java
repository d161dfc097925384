package dev.hearth.functions.api;

import dev.hearth.functions.catalogue.Attributes;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.PutFunctionRecursionConfigRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionRecursionConfigResponse;

/// Says what is to happen to a function that calls itself in a loop.
final class PutFunctionRecursionConfig
    implements Operation<PutFunctionRecursionConfigRequest, PutFunctionRecursionConfigResponse> {
  private final Attributes attributes;
  private final Permissions permissions;

  PutFunctionRecursionConfig(Attributes attributes, Permissions permissions) {
    this.attributes = attributes;
    this.permissions = permissions;
  }

  @Override
  public Access access(PutFunctionRecursionConfigRequest input, Call call) {
    return permissions.on("lambda:PutFunctionRecursionConfig", call, input.functionName(), null);
  }

  @Override
  public PutFunctionRecursionConfigResponse run(
      PutFunctionRecursionConfigRequest input, Call call) {
    var answer = input.recursiveLoopAsString();
    attributes.update(Latest.of(call, input.functionName()), function -> function.onLoop(answer));
    return PutFunctionRecursionConfigResponse.builder().recursiveLoop(answer).build();
  }
}
