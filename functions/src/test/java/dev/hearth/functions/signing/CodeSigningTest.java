package dev.hearth.functions.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.functions.api.Lab;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.model.CodeSigningConfig;
import software.amazon.awssdk.services.lambda.model.CreateCodeSigningConfigRequest;
import software.amazon.awssdk.services.lambda.model.CreateCodeSigningConfigResponse;
import software.amazon.awssdk.services.lambda.model.DeleteCodeSigningConfigRequest;
import software.amazon.awssdk.services.lambda.model.DeleteCodeSigningConfigResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionCodeSigningConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionCodeSigningConfigResponse;
import software.amazon.awssdk.services.lambda.model.ListFunctionsByCodeSigningConfigRequest;
import software.amazon.awssdk.services.lambda.model.ListFunctionsByCodeSigningConfigResponse;
import software.amazon.awssdk.services.lambda.model.PutFunctionCodeSigningConfigRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionCodeSigningConfigResponse;
import software.amazon.awssdk.services.lambda.model.UpdateCodeSigningConfigRequest;
import software.amazon.awssdk.services.lambda.model.UpdateCodeSigningConfigResponse;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeRequest;

class CodeSigningTest {
  private static final String PROFILE =
      "arn:aws:signer:us-east-1:123456789012:/signing-profiles/team/abcdefghij";

  @TempDir Path folder;
  private Lab lab;

  @BeforeEach
  void open() {
    lab = new Lab(folder);
  }

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void aConfigurationWarnsUnlessItSaysOtherwise() {
    var config = make(null);
    assertThat(config.codeSigningConfigArn())
        .matches("arn:aws:lambda:us-east-1:123456789012:code-signing-config:csc-[a-z0-9]{17}");
    assertThat(config.codeSigningPolicies().untrustedArtifactOnDeploymentAsString())
        .isEqualTo("Warn");
    assertThat(config.allowedPublishers().signingProfileVersionArns()).containsExactly(PROFILE);
    assertThat(config.description()).isEmpty();
  }

  @Test
  void aFunctionThatIsRefusedForItsCodeIsNotMade() {
    var arn = make("Enforce").codeSigningConfigArn();
    var refusal = lab.refused(Lab.creation("f").codeSigningConfigArn(arn).build());
    assertThat(refusal.code()).isEqualTo("CodeVerificationFailedException");
    assertThat(refusal.status()).isEqualTo(400);
    lab.createActive("f");
    assertThat(attached("f")).isNull();
  }

  @Test
  void enforcementCountsFromTheNextCodeOn() {
    var arn = make("Warn").codeSigningConfigArn();
    lab.create("f", input -> input.codeSigningConfigArn(arn));
    lab.settle();
    assertThat(attached("f")).isEqualTo(arn);
    lab.run(
        UpdateCodeSigningConfigRequest.builder()
            .codeSigningConfigArn(arn)
            .codeSigningPolicies(p -> p.untrustedArtifactOnDeployment("Enforce"))
            .build(),
        UpdateCodeSigningConfigResponse.class);
    assertThat(
            lab.refused(
                    UpdateFunctionCodeRequest.builder()
                        .functionName("f")
                        .zipFile(Lab.zip("version 2"))
                        .build())
                .code())
        .isEqualTo("CodeVerificationFailedException");
    assertThat(lab.publish("f").version()).isEqualTo("1");
  }

  @Test
  void aConfigurationThatAFunctionHasStays() {
    var arn = make("Warn").codeSigningConfigArn();
    lab.create("f", input -> input.codeSigningConfigArn(arn));
    lab.settle();
    assertThat(lab.refused(deletion(arn)).code()).isEqualTo("ResourceConflictException");
    lab.delete("f");
    lab.run(deletion(arn), DeleteCodeSigningConfigResponse.class);
    assertThat(lab.refused(deletion(arn)).code()).isEqualTo("ResourceNotFoundException");
  }

  @Test
  void functionsOfAConfigurationAreListedByName() {
    var arn = make("Warn").codeSigningConfigArn();
    for (var name : List.of("c", "a", "b")) {
      lab.createActive(name);
      lab.run(attaching(name, arn), PutFunctionCodeSigningConfigResponse.class);
    }
    assertThat(functions(arn)).containsExactly(Lab.ARN + "a", Lab.ARN + "b", Lab.ARN + "c");
    assertThat(lab.refused(attaching("nobody", arn)).code()).isEqualTo("ResourceNotFoundException");
    assertThat(lab.refused(attaching("a", arn.replace("us-east-1", "eu-west-1"))).code())
        .isEqualTo("CodeSigningConfigNotFoundException");
  }

  private CodeSigningConfig make(@Nullable String untrusted) {
    return lab.run(
            CreateCodeSigningConfigRequest.builder()
                .allowedPublishers(p -> p.signingProfileVersionArns(PROFILE))
                .codeSigningPolicies(p -> p.untrustedArtifactOnDeployment(untrusted))
                .build(),
            CreateCodeSigningConfigResponse.class)
        .codeSigningConfig();
  }

  private @Nullable String attached(String function) {
    return lab.run(
            GetFunctionCodeSigningConfigRequest.builder().functionName(function).build(),
            GetFunctionCodeSigningConfigResponse.class)
        .codeSigningConfigArn();
  }

  private static PutFunctionCodeSigningConfigRequest attaching(String function, String config) {
    return PutFunctionCodeSigningConfigRequest.builder()
        .functionName(function)
        .codeSigningConfigArn(config)
        .build();
  }

  private static DeleteCodeSigningConfigRequest deletion(String config) {
    return DeleteCodeSigningConfigRequest.builder().codeSigningConfigArn(config).build();
  }

  private List<String> functions(String config) {
    var all = new ArrayList<String>();
    String marker = null;
    do {
      var page =
          lab.run(
              ListFunctionsByCodeSigningConfigRequest.builder()
                  .codeSigningConfigArn(config)
                  .maxItems(1)
                  .marker(marker)
                  .build(),
              ListFunctionsByCodeSigningConfigResponse.class);
      all.addAll(page.functionArns());
      marker = page.nextMarker();
    } while (marker != null);
    return all;
  }
}
