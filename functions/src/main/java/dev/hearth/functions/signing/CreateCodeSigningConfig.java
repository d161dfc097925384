package dev.hearth.functions.signing;

import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.functions.store.FunctionStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.CodeSigningPolicies;
import software.amazon.awssdk.services.lambda.model.CreateCodeSigningConfigRequest;
import software.amazon.awssdk.services.lambda.model.CreateCodeSigningConfigResponse;

/// Makes a code signing configuration. The signing profiles that it names are not looked up: Hearth
/// has none.
final class CreateCodeSigningConfig
    implements Operation<CreateCodeSigningConfigRequest, CreateCodeSigningConfigResponse> {
  private final FunctionStore store;
  private final InstantSource clock;
  private final RandomGenerator random;

  CreateCodeSigningConfig(FunctionStore store, InstantSource clock, RandomGenerator random) {
    this.store = store;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public Access access(CreateCodeSigningConfigRequest input, Call call) {
    return Access.to("lambda:CreateCodeSigningConfig", "*");
  }

  @Override
  public CreateCodeSigningConfigResponse run(CreateCodeSigningConfigRequest input, Call call) {
    if (input.hasTags() && !input.tags().isEmpty()) {
      throw Refusals.invalid("Tags of code signing configurations are not supported yet.");
    }
    var config =
        new CodeSigningConfig(
            ConfigReference.random(call.account(), call.region(), random),
            Objects.requireNonNullElse(input.description(), ""),
            List.copyOf(input.allowedPublishers().signingProfileVersionArns()),
            untrusted(input.codeSigningPolicies(), CodeSigningConfig.WARN),
            clock.instant());
    store.write(
        tables -> {
          new SigningTables(tables.sql()).put(config);
          return null;
        });
    return CreateCodeSigningConfigResponse.builder().codeSigningConfig(config.shape()).build();
  }

  /// What a request wants done with code that has no trusted signature.
  static String untrusted(@Nullable CodeSigningPolicies policies, String otherwise) {
    return policies == null || policies.untrustedArtifactOnDeploymentAsString() == null
        ? otherwise
        : policies.untrustedArtifactOnDeploymentAsString();
  }
}
