package dev.hearth.functions.signing;

import dev.hearth.functions.api.Configurations;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.lambda.model.AllowedPublishers;
import software.amazon.awssdk.services.lambda.model.CodeSigningPolicies;

/// Whose signatures code must bear, and what happens to code without one.
///
/// @param description may be empty
/// @param publishers ARNs of signing profiles' versions, 1 to 20
/// @param untrusted `Warn` or `Enforce`
record CodeSigningConfig(
    ConfigReference reference,
    String description,
    List<String> publishers,
    String untrusted,
    Instant lastModified) {
  static final String WARN = "Warn";
  static final String ENFORCE = "Enforce";

  boolean enforces() {
    return untrusted.equals(ENFORCE);
  }

  /// As Lambda shows it.
  software.amazon.awssdk.services.lambda.model.CodeSigningConfig shape() {
    return software.amazon.awssdk.services.lambda.model.CodeSigningConfig.builder()
        .codeSigningConfigId(reference.id())
        .codeSigningConfigArn(reference.arn())
        .description(description)
        .allowedPublishers(
            AllowedPublishers.builder().signingProfileVersionArns(publishers).build())
        .codeSigningPolicies(
            CodeSigningPolicies.builder().untrustedArtifactOnDeployment(untrusted).build())
        .lastModified(Configurations.time(lastModified))
        .build();
  }
}
