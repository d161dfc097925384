package dev.hearth.functions.signing;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.api.Permissions;
import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.functions.store.FunctionStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.lambda.model.PutFunctionCodeSigningConfigRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionCodeSigningConfigResponse;

/// Gives a function a code signing configuration; it counts from the next deployment on.
final class PutFunctionCodeSigningConfig
    implements Operation<
        PutFunctionCodeSigningConfigRequest, PutFunctionCodeSigningConfigResponse> {
  private final FunctionStore store;
  private final Permissions permissions;

  PutFunctionCodeSigningConfig(FunctionStore store, Permissions permissions) {
    this.store = store;
    this.permissions = permissions;
  }

  @Override
  public Access access(PutFunctionCodeSigningConfigRequest input, Call call) {
    var function = FunctionReference.of(call, input.functionName(), null).unqualified();
    var config = input.codeSigningConfigArn();
    var conditions = Map.of("lambda:CodeSigningConfigArn", List.of(config));
    return permissions
        .on("lambda:PutFunctionCodeSigningConfig", function, conditions)
        .and("lambda:PutFunctionCodeSigningConfig", config, conditions);
  }

  @Override
  public PutFunctionCodeSigningConfigResponse run(
      PutFunctionCodeSigningConfigRequest input, Call call) {
    var function = FunctionReference.of(call, input.functionName(), null).unqualified();
    store.write(
        tables -> {
          if (tables.function(function).isEmpty()) {
            throw Refusals.notFound(function.functionArn());
          }
          return Signatures.attach(
              new SigningTables(tables.sql()), function, input.codeSigningConfigArn());
        });
    return PutFunctionCodeSigningConfigResponse.builder()
        .functionName(function.name())
        .codeSigningConfigArn(input.codeSigningConfigArn())
        .build();
  }
}
