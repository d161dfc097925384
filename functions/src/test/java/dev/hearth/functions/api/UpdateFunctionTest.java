package dev.hearth.functions.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.lambda.model.Architecture;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationResponse;

class UpdateFunctionTest {
  @TempDir Path folder;
  private Lab lab;

  @BeforeEach
  void open() {
    lab = new Lab(folder);
    lab.createActive("f");
  }

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void anUpdateOfTheCodeIsInProgressAndThenSuccessful() {
    var before = lab.get("f");
    var updated = lab.update("f", "version 2", _ -> {});
    assertThat(updated.stateAsString()).isEqualTo("Active");
    assertThat(updated.lastUpdateStatusAsString()).isEqualTo("InProgress");
    assertThat(updated.lastUpdateStatusReason()).isEqualTo("The function is being created.");
    assertThat(updated.lastUpdateStatusReasonCodeAsString()).isEqualTo("Creating");
    assertThat(updated.codeSha256()).isNotEqualTo(before.codeSha256());
    assertThat(updated.revisionId()).isNotEqualTo(before.revisionId());
    assertThat(updated.lastModified()).isGreaterThan(before.lastModified());

    lab.settle();
    assertThat(lab.get("f").lastUpdateStatusAsString()).isEqualTo("Successful");
    assertThat(lab.get("f").lastUpdateStatusReason()).isNull();
    assertThat(lab.get("f").revisionId()).isEqualTo(updated.revisionId());
  }

  @Test
  void theOldCodeIsCollectedAfterAnUpdate() {
    var old = lab.functions().resolve(Lab.ACCOUNT, Lab.call().region(), "f", "").code();
    assertThat(old).exists();
    lab.updateCode("f", "version 2");
    assertThat(old).exists(); // still answers
    lab.settle();
    assertThat(old).doesNotExist();
  }

  @Test
  void aSecondUpdateWhileOneIsInProgressIsAConflict() {
    lab.updateCode("f", "version 2");
    var text =
        "The operation cannot be performed at this time. An update is in progress for resource: "
            + Lab.ARN
            + "f";
    var code = lab.refused(codeUpdate(_ -> {}));
    assertThat(code.code()).isEqualTo("ResourceConflictException");
    assertThat(code.status()).isEqualTo(409);
    assertThat(code).hasMessage(text);
    assertThat(lab.refused(settingsUpdate(input -> input.timeout(5)))).hasMessage(text);
  }

  @Test
  void anUpdateOfAPendingFunctionIsAConflict() {
    lab.create("g");
    var refusal = lab.refused(codeUpdate(input -> input.functionName("g")));
    assertThat(refusal.status()).isEqualTo(409);
    assertThat(refusal)
        .hasMessage(
            "The operation cannot be performed at this time. The function is currently in the"
                + " following state: Pending");
  }

  @Test
  void anotherRevisionThanTheCurrentOneIsRefused() {
    var text =
        "The Revision Id provided does not match the latest Revision Id. Call the"
            + " GetFunction/GetAlias API to retrieve the latest Revision Id";
    var code = lab.refused(codeUpdate(input -> input.revisionId("other")));
    assertThat(code.code()).isEqualTo("PreconditionFailedException");
    assertThat(code.status()).isEqualTo(412);
    assertThat(code).hasMessage(text);
    var settings = lab.refused(settingsUpdate(input -> input.timeout(5).revisionId("other")));
    assertThat(settings).hasMessage(text);
    var current = lab.get("f").revisionId();
    assertThat(lab.update("f", "version 2", input -> input.revisionId(current)).codeSha256())
        .isNotEmpty();
  }

  @Test
  void aFunctionThatIsNotThereIsNotFound() {
    for (var input :
        List.<SdkPojo>of(
            codeUpdate(update -> update.functionName("nobody")),
            settingsUpdate(update -> update.functionName("nobody")))) {
      var refusal = lab.refused(input);
      assertThat(refusal.code()).isEqualTo("ResourceNotFoundException");
      assertThat(refusal.status()).isEqualTo(404);
      assertThat(refusal).hasMessage("Function not found: " + Lab.ARN + "nobody");
    }
  }

  @Test
  void aPublishedVersionCannotBeUpdated() {
    lab.publish("f");
    assertThat(lab.refused(codeUpdate(input -> input.functionName("f:1"))))
        .hasMessageContaining("does not support versions other than $LATEST");
    assertThat(lab.refused(settingsUpdate(input -> input.functionName("f:1"))))
        .hasMessageContaining("does not support versions other than $LATEST");
    assertThat(lab.update("f:$LATEST", "version 2", _ -> {}).version()).isEqualTo("$LATEST");
  }

  @Test
  void aDryRunChecksAndChangesNothing() throws Exception {
    var before = lab.get("f");
    var tried = lab.update("f", "version 2", input -> input.dryRun(true).publish(true));
    assertThat(tried.codeSha256()).isNotEqualTo(before.codeSha256());
    assertThat(lab.get("f")).isEqualTo(before);
    lab.settle();
    assertThat(lab.refused(codeUpdate(input -> input.dryRun(true).revisionId("other"))).status())
        .isEqualTo(412);
  }

  @Test
  void publishingWithAnUpdateMakesAVersionOfIt() {
    var updated = lab.update("f", "version 2", input -> input.publish(true));
    assertThat(updated.version()).isEqualTo("1");
    assertThat(updated.functionArn()).isEqualTo(Lab.ARN + "f:1");
    assertThat(updated.stateAsString()).isEqualTo("Pending");
    lab.settle();
    assertThat(lab.get("f", "1").stateAsString()).isEqualTo("Active");
    assertThat(lab.get("f", "1").codeSha256()).isEqualTo(lab.get("f").codeSha256());

    var same = lab.update("f", "version 2", input -> input.publish(true));
    assertThat(same.version()).isEqualTo("1"); // nothing has changed since
  }

  @Test
  void anUpdateOfTheCodeMayChangeTheArchitecture() {
    lab.update("f", "version 2", input -> input.architectures(Architecture.ARM64));
    assertThat(lab.get("f").architectures()).containsExactly(Architecture.ARM64);
    lab.settle();
    lab.update("f", "version 3", _ -> {});
    assertThat(lab.get("f").architectures()).containsExactly(Architecture.ARM64);
  }

  @Test
  void anImageForAZipFunctionIsRefused() {
    assertThat(lab.refused(codeUpdate(input -> input.zipFile(null).imageUri("repo/image"))))
        .hasMessage("Please don't provide ImageUri when updating a function with packageType Zip.");
  }

  @Test
  void settingsThatTheRequestLeavesOutStay() {
    change(
        input ->
            input
                .description("text")
                .environment(environment -> environment.variables(Map.of("KEY", "value")))
                .deadLetterConfig(dead -> dead.targetArn("arn:aws:sqs:us-east-1:123456789012:q"))
                .vpcConfig(vpc -> vpc.subnetIds("subnet-1").securityGroupIds("sg-1"))
                .loggingConfig(logging -> logging.logFormat("JSON")));
    var changed = change(input -> input.timeout(60));
    assertThat(changed.timeout()).isEqualTo(60);
    assertThat(changed.description()).isEqualTo("text");
    assertThat(changed.environment().variables()).isEqualTo(Map.of("KEY", "value"));
    assertThat(changed.deadLetterConfig().targetArn()).endsWith(":q");
    assertThat(changed.vpcConfig().subnetIds()).containsExactly("subnet-1");
    assertThat(changed.loggingConfig().logFormatAsString()).isEqualTo("JSON");
    assertThat(changed.handler()).isEqualTo("app.handler");
    assertThat(changed.codeSha256()).isEqualTo(lab.get("f").codeSha256());
  }

  @Test
  void emptySettingsClearWhatWasSet() {
    change(
        input ->
            input
                .description("text")
                .kmsKeyArn("arn:aws:kms:us-east-1:123456789012:key/k")
                .environment(environment -> environment.variables(Map.of("KEY", "value")))
                .deadLetterConfig(dead -> dead.targetArn("arn:aws:sqs:us-east-1:123456789012:q"))
                .vpcConfig(vpc -> vpc.subnetIds("subnet-1").securityGroupIds("sg-1")));
    var cleared =
        change(
            input ->
                input
                    .description("")
                    .kmsKeyArn("")
                    .environment(environment -> environment.variables(Map.of()))
                    .deadLetterConfig(dead -> dead.targetArn(""))
                    .vpcConfig(vpc -> vpc.subnetIds(List.of()).securityGroupIds(List.of())));
    assertThat(cleared.description()).isEmpty();
    assertThat(cleared.kmsKeyArn()).isNull();
    assertThat(cleared.environment()).isNull();
    assertThat(cleared.deadLetterConfig()).isNull();
    assertThat(cleared.vpcConfig()).isNull();
  }

  @Test
  void variablesAreReplacedAsAWhole() {
    change(input -> input.environment(vars -> vars.variables(Map.of("ONE", "1", "TWO", "2"))));
    var changed = change(input -> input.environment(vars -> vars.variables(Map.of("TWO", "3"))));
    assertThat(changed.environment().variables()).isEqualTo(Map.of("TWO", "3"));
  }

  @Test
  void aNewRuntimeIsNotedWhereANearOneStandsInForIt() {
    change(input -> input.runtime("python3.14"));
    assertThat(lab.get("f").lastUpdateStatusReason()).isEqualTo("python3.14 runs on Python 3.13.");
    change(input -> input.runtime("python3.13"));
    assertThat(lab.get("f").lastUpdateStatusReason()).isNull();
    assertThat(lab.get("f").stateReason()).isNull();
  }

  @Test
  void aRoleOrARuntimeThatDoesNotWorkIsRefused() {
    lab.missingRuntimes.add("ruby3.4");
    assertThat(lab.refused(settingsUpdate(input -> input.runtime("ruby3.4"))))
        .hasMessageContaining("ruby3.4");
    var role = "arn:aws:iam::123456789012:role/other";
    assertThat(lab.refused(settingsUpdate(input -> input.role(role))))
        .hasMessage("The role defined for the function cannot be assumed by Lambda.");
    assertThat(lab.refused(settingsUpdate(input -> input.timeout(0))).status()).isEqualTo(400);
    assertThat(lab.get("f").lastUpdateStatusAsString()).isEqualTo("Successful");
  }

  @Test
  void onlyANewRoleNeedsTheRightToPassIt() {
    assertThat(lab.access(settingsUpdate(input -> input.timeout(5))).needs())
        .extracting("action")
        .containsExactly("lambda:UpdateFunctionConfiguration");
    assertThat(lab.access(settingsUpdate(input -> input.role(Lab.ROLE))).needs())
        .extracting("action")
        .containsExactly("lambda:UpdateFunctionConfiguration", "iam:PassRole");
    assertThat(lab.access(codeUpdate(_ -> {})).needs())
        .extracting("action", "resource")
        .containsExactly(tuple("lambda:UpdateFunctionCode", Lab.ARN + "f"));
  }

  @Test
  void anUpdateWithBadCodeChangesNothing() throws Exception {
    var before = lab.get("f");
    var refusal =
        lab.refused(codeUpdate(input -> input.zipFile(SdkBytes.fromUtf8String("no zip"))));
    assertThat(refusal).hasMessageContaining("Could not unzip uploaded file");
    assertThat(lab.get("f")).isEqualTo(before);
    try (var files = Files.list(lab.code())) {
      assertThat(files).hasSize(4); // the package, scratch, two keys
    }
  }

  private UpdateFunctionConfigurationResponse change(
      Consumer<UpdateFunctionConfigurationRequest.Builder> change) {
    var updated = lab.run(settingsUpdate(change), UpdateFunctionConfigurationResponse.class);
    lab.settle();
    return updated;
  }

  private static UpdateFunctionCodeRequest codeUpdate(
      Consumer<UpdateFunctionCodeRequest.Builder> change) {
    var input = UpdateFunctionCodeRequest.builder().functionName("f").zipFile(Lab.zip("version 2"));
    change.accept(input);
    return input.build();
  }

  private static UpdateFunctionConfigurationRequest settingsUpdate(
      Consumer<UpdateFunctionConfigurationRequest.Builder> change) {
    var input = UpdateFunctionConfigurationRequest.builder().functionName("f");
    change.accept(input);
    return input.build();
  }
}
