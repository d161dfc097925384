package dev.hearth.functions.signing;

import dev.hearth.functions.store.FunctionStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.services.lambda.model.UpdateCodeSigningConfigRequest;
import software.amazon.awssdk.services.lambda.model.UpdateCodeSigningConfigResponse;

/// Changes a code signing configuration; it counts from the next deployment of its functions on.
final class UpdateCodeSigningConfig
    implements Operation<UpdateCodeSigningConfigRequest, UpdateCodeSigningConfigResponse> {
  private final FunctionStore store;
  private final InstantSource clock;

  UpdateCodeSigningConfig(FunctionStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  @Override
  public Access access(UpdateCodeSigningConfigRequest input, Call call) {
    return Access.to("lambda:UpdateCodeSigningConfig", input.codeSigningConfigArn());
  }

  @Override
  public UpdateCodeSigningConfigResponse run(UpdateCodeSigningConfigRequest input, Call call) {
    var reference = ConfigReference.parse(input.codeSigningConfigArn());
    var now = clock.instant();
    var updated =
        store.write(
            tables -> {
              var signing = new SigningTables(tables.sql());
              var config =
                  signing
                      .find(reference)
                      .orElseThrow(() -> reference.notFound("ResourceNotFoundException"));
              var changed =
                  new CodeSigningConfig(
                      reference,
                      Objects.requireNonNullElse(input.description(), config.description()),
                      input.allowedPublishers() == null
                          ? config.publishers()
                          : List.copyOf(input.allowedPublishers().signingProfileVersionArns()),
                      CreateCodeSigningConfig.untrusted(
                          input.codeSigningPolicies(), config.untrusted()),
                      now);
              signing.put(changed);
              return changed;
            });
    return UpdateCodeSigningConfigResponse.builder().codeSigningConfig(updated.shape()).build();
  }
}
