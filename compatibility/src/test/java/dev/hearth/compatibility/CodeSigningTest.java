package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CodeSigningConfig;
import software.amazon.awssdk.services.lambda.model.CodeSigningConfigNotFoundException;
import software.amazon.awssdk.services.lambda.model.CodeSigningPolicy;
import software.amazon.awssdk.services.lambda.model.CodeVerificationFailedException;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

@ExtendWith(Cloud.Extension.class)
class CodeSigningTest {
  private static final String PROFILE =
      "arn:aws:signer:us-east-1:123456789012:/signing-profiles/team/abcdefghij";

  private final PythonFunction function;
  private final LambdaClient lambda;
  private final String name;

  CodeSigningTest(Cloud cloud) {
    function = new PythonFunction(cloud);
    lambda = function.lambda();
    name = function.name();
  }

  @AfterEach
  void close() {
    function.close();
  }

  @Test
  void unsignedCodeIsTakenWithAWarningAndRefusedWhereSignaturesAreEnforced() {
    var config = create(CodeSigningPolicy.WARN).codeSigningConfigArn();
    lambda.createFunction(function.creation("return 1").codeSigningConfigArn(config).build());
    lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName(name));
    assertThat(
            lambda.getFunctionCodeSigningConfig(r -> r.functionName(name)).codeSigningConfigArn())
        .isEqualTo(config);
    assertThat(
            lambda
                .listFunctionsByCodeSigningConfig(r -> r.codeSigningConfigArn(config))
                .functionArns())
        .singleElement()
        .asString()
        .endsWith(":function:" + name);

    lambda.updateCodeSigningConfig(
        r ->
            r.codeSigningConfigArn(config)
                .codeSigningPolicies(
                    p -> p.untrustedArtifactOnDeployment(CodeSigningPolicy.ENFORCE)));
    assertThatThrownBy(
            () ->
                lambda.updateFunctionCode(
                    r -> r.functionName(name).zipFile(PythonFunction.zip("return 2"))))
        .isInstanceOf(CodeVerificationFailedException.class);
    assertThatThrownBy(() -> lambda.deleteCodeSigningConfig(r -> r.codeSigningConfigArn(config)))
        .isInstanceOf(ResourceConflictException.class);

    lambda.deleteFunctionCodeSigningConfig(r -> r.functionName(name));
    lambda.updateFunctionCode(r -> r.functionName(name).zipFile(PythonFunction.zip("return 2")));
    lambda.deleteCodeSigningConfig(r -> r.codeSigningConfigArn(config));
    assertThatThrownBy(() -> lambda.getCodeSigningConfig(r -> r.codeSigningConfigArn(config)))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(
            () ->
                lambda.putFunctionCodeSigningConfig(
                    r -> r.functionName(name).codeSigningConfigArn(config)))
        .isInstanceOf(CodeSigningConfigNotFoundException.class);
  }

  @Test
  void aFunctionIsNotMadeOfUnsignedCodeWhereSignaturesAreEnforced() {
    var config = create(CodeSigningPolicy.ENFORCE).codeSigningConfigArn();
    assertThatThrownBy(
            () ->
                lambda.createFunction(
                    function.creation("return 1").codeSigningConfigArn(config).build()))
        .isInstanceOf(CodeVerificationFailedException.class)
        .hasMessageContaining("the code signing policy is set to ENFORCE");
    assertThatThrownBy(() -> lambda.getFunction(r -> r.functionName(name)))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void configurationsAreListedOneByOne() {
    var first = create(CodeSigningPolicy.WARN);
    var second = create(CodeSigningPolicy.ENFORCE);
    assertThat(lambda.listCodeSigningConfigsPaginator(r -> r.maxItems(1)).codeSigningConfigs())
        .contains(first, second);
    assertThat(
            lambda
                .getCodeSigningConfig(r -> r.codeSigningConfigArn(second.codeSigningConfigArn()))
                .codeSigningConfig())
        .isEqualTo(second);
  }

  @Test
  void whatNeedsEc2SaysSo() {
    assertThatThrownBy(() -> lambda.listCapacityProviders(_ -> {}))
        .isInstanceOf(InvalidParameterValueException.class)
        .hasMessageContaining("EC2");
  }

  private CodeSigningConfig create(CodeSigningPolicy policy) {
    return lambda
        .createCodeSigningConfig(
            r ->
                r.description("of a test")
                    .allowedPublishers(p -> p.signingProfileVersionArns(PROFILE))
                    .codeSigningPolicies(p -> p.untrustedArtifactOnDeployment(policy)))
        .codeSigningConfig();
  }
}
