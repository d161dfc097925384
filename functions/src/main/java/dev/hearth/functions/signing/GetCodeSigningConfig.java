package dev.hearth.functions.signing;

import dev.hearth.functions.store.FunctionStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.GetCodeSigningConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetCodeSigningConfigResponse;

/// A code signing configuration.
final class GetCodeSigningConfig
    implements Operation<GetCodeSigningConfigRequest, GetCodeSigningConfigResponse> {
  private final FunctionStore store;

  GetCodeSigningConfig(FunctionStore store) {
    this.store = store;
  }

  @Override
  public Access access(GetCodeSigningConfigRequest input, Call call) {
    return Access.to("lambda:GetCodeSigningConfig", input.codeSigningConfigArn());
  }

  @Override
  public GetCodeSigningConfigResponse run(GetCodeSigningConfigRequest input, Call call) {
    var reference = ConfigReference.parse(input.codeSigningConfigArn());
    var config =
        store
            .read(tables -> new SigningTables(tables.sql()).find(reference))
            .orElseThrow(() -> reference.notFound("ResourceNotFoundException"));
    return GetCodeSigningConfigResponse.builder().codeSigningConfig(config.shape()).build();
  }
}
