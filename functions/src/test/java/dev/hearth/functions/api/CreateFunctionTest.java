package dev.hearth.functions.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.functions.code.RawZip;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.Architecture;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;
import software.amazon.awssdk.services.lambda.model.FileSystemConfig;

class CreateFunctionTest {
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
  void aNewFunctionIsPendingAndThenActive() {
    var created = lab.create("f");
    assertThat(created.stateAsString()).isEqualTo("Pending");
    assertThat(created.stateReason()).isEqualTo("The function is being created.");
    assertThat(created.stateReasonCodeAsString()).isEqualTo("Creating");
    assertThat(created.lastUpdateStatus()).isNull();

    lab.settle();
    assertThat(lab.get("f").stateAsString()).isEqualTo("Active");
    assertThat(lab.get("f").stateReason()).isNull();
    assertThat(lab.get("f").lastUpdateStatusAsString()).isEqualTo("Successful");
    assertThat(lab.get("f").revisionId()).isEqualTo(created.revisionId());
  }

  @Test
  void whatTheRequestLeavesOutHasLambdasDefaults() {
    var created = lab.create("f");
    assertThat(created.functionArn()).isEqualTo(Lab.ARN + "f");
    assertThat(created.version()).isEqualTo("$LATEST");
    assertThat(created.memorySize()).isEqualTo(128);
    assertThat(created.timeout()).isEqualTo(3);
    assertThat(created.ephemeralStorage().size()).isEqualTo(512);
    assertThat(created.packageTypeAsString()).isEqualTo("Zip");
    assertThat(created.architectures()).containsExactly(Architecture.X86_64);
    assertThat(created.tracingConfig().modeAsString()).isEqualTo("PassThrough");
    assertThat(created.snapStart().applyOnAsString()).isEqualTo("None");
    assertThat(created.snapStart().optimizationStatusAsString()).isEqualTo("Off");
    assertThat(created.loggingConfig().logFormatAsString()).isEqualTo("Text");
    assertThat(created.loggingConfig().logGroup()).isEqualTo("/aws/lambda/f");
    assertThat(created.description()).isEmpty();
    assertThat(created.environment()).isNull();
    assertThat(created.vpcConfig()).isNull();
    assertThat(created.runtimeVersionConfig().runtimeVersionArn())
        .matches("arn:aws:lambda:us-east-1::runtime:[0-9a-f]{64}");
    assertThat(created.lastModified()).isEqualTo("2026-11-21T12:00:00.000+0000");
    assertThat(created.revisionId())
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  }

  @Test
  void whatTheRequestNamesIsKept() {
    lab.create(
        "f",
        input ->
            input
                .description("what it does")
                .timeout(900)
                .memorySize(10_240)
                .ephemeralStorage(storage -> storage.size(10_240))
                .environment(environment -> environment.variables(Map.of("KEY", "value")))
                .architectures(Architecture.ARM64)
                .tracingConfig(tracing -> tracing.mode("Active"))
                .deadLetterConfig(dead -> dead.targetArn("arn:aws:sqs:us-east-1:123456789012:q"))
                .kmsKeyArn("arn:aws:kms:us-east-1:123456789012:key/k")
                .vpcConfig(vpc -> vpc.subnetIds("subnet-1").securityGroupIds("sg-1"))
                .loggingConfig(
                    logging ->
                        logging.logFormat("JSON").systemLogLevel("WARN").logGroup("/my/group")));
    var kept = lab.get("f");
    assertThat(kept.description()).isEqualTo("what it does");
    assertThat(kept.timeout()).isEqualTo(900);
    assertThat(kept.memorySize()).isEqualTo(10_240);
    assertThat(kept.ephemeralStorage().size()).isEqualTo(10_240);
    assertThat(kept.environment().variables()).isEqualTo(Map.of("KEY", "value"));
    assertThat(kept.architectures()).containsExactly(Architecture.ARM64);
    assertThat(kept.tracingConfig().modeAsString()).isEqualTo("Active");
    assertThat(kept.deadLetterConfig().targetArn())
        .isEqualTo("arn:aws:sqs:us-east-1:123456789012:q");
    assertThat(kept.kmsKeyArn()).isEqualTo("arn:aws:kms:us-east-1:123456789012:key/k");
    assertThat(kept.vpcConfig().subnetIds()).containsExactly("subnet-1");
    assertThat(kept.vpcConfig().securityGroupIds()).containsExactly("sg-1");
    assertThat(kept.loggingConfig().logFormatAsString()).isEqualTo("JSON");
    assertThat(kept.loggingConfig().applicationLogLevelAsString()).isEqualTo("INFO");
    assertThat(kept.loggingConfig().systemLogLevelAsString()).isEqualTo("WARN");
    assertThat(kept.loggingConfig().logGroup()).isEqualTo("/my/group");
  }

  @Test
  void publishingAtOnceMakesVersion1() {
    var created = lab.create("f", input -> input.publish(true));
    assertThat(created.version()).isEqualTo("1");
    assertThat(created.functionArn()).isEqualTo(Lab.ARN + "f:1");
    assertThat(lab.get("f", "1").stateAsString()).isEqualTo("Pending");
    lab.settle();
    assertThat(lab.get("f", "1").stateAsString()).isEqualTo("Active");
    assertThat(lab.get("f").version()).isEqualTo("$LATEST");
    assertThat(lab.get("f").revisionId()).isNotEqualTo(created.revisionId());
  }

  @Test
  void aRuntimeThatOnlyANearOneStandsInForIsNotedInTheState() {
    lab.create("f", input -> input.runtime("python3.14"));
    lab.settle();
    assertThat(lab.get("f").stateAsString()).isEqualTo("Active");
    assertThat(lab.get("f").stateReason()).isEqualTo("python3.14 runs on Python 3.13.");
    assertThat(lab.get("f").runtimeAsString()).isEqualTo("python3.14");
  }

  @Test
  void aNameThatIsTakenIsAConflict() {
    lab.createActive("f");
    var refusal = lab.refused(Lab.creation("f").build());
    assertThat(refusal.code()).isEqualTo("ResourceConflictException");
    assertThat(refusal.status()).isEqualTo(409);
    assertThat(refusal).hasMessage("Function already exist: f");
    assertThat(refusal.members()).containsEntry("Type", "User");
  }

  @Test
  void aNameMayBeAnArnOfTheLatestVersionOnly() {
    assertThat(lab.create(Lab.ARN + "f").functionName()).isEqualTo("f");
    refused(input -> input.functionName("g:1"), "does not support versions other than $LATEST");
  }

  @Test
  void aRoleThatLambdaCannotAssumeIsRefused() {
    refused(
        input -> input.role("arn:aws:iam::123456789012:role/other"),
        "The role defined for the function cannot be assumed by Lambda.");
  }

  @Test
  void anotherAccountsRoleIsRefused() {
    var refusal =
        lab.refused(Lab.creation("f").role("arn:aws:iam::999999999999:role/worker").build());
    assertThat(refusal.code()).isEqualTo("AccessDeniedException");
    assertThat(refusal).hasMessage("Cross-account pass role is not allowed.");
  }

  @Test
  void aRuntimeThatThisHostDoesNotHaveIsRefused() {
    lab.missingRuntimes.add("ruby3.4");
    refused(input -> input.runtime("ruby3.4"), "Runtime ruby3.4: not on this host");
  }

  @Test
  void aZipFileNeedsRuntimeAndHandler() {
    var text =
        "Runtime and Handler are mandatory parameters for functions created with deployment"
            + " packages.";
    refused(input -> input.handler(null), text);
    refused(input -> input.runtime((String) null), text);
  }

  @Test
  void codeMustComeFromExactlyOnePlace() {
    refused(input -> input.code(_ -> {}), "Please provide a source for function code.");
    refused(
        input -> input.code(code -> code.zipFile(Lab.zip("x")).s3Bucket("bucket").s3Key("key")),
        "Please do not provide other FunctionCode parameters when providing a ZipFile.");
    refused(
        input -> input.code(code -> code.s3Bucket("bucket")),
        "Please provide both S3Bucket and S3Key.");
  }

  @Test
  void codeOfABucketIsRefusedWhileThereIsNoObjectStorage() {
    refused(
        input -> input.code(code -> code.s3Bucket("bucket").s3Key("key")),
        "Code in s3://bucket/key: Hearth has no object storage yet. Send the package as ZipFile.");
  }

  @Test
  void codeOfABucketIsFetchedWhereThereIsObjectStorage() {
    byte[] zip = new RawZip().file("app.py", "from a bucket").bytes();
    lab.source =
        (_, bucket, key, version) -> {
          assertThat(List.of(bucket, key)).containsExactly("bucket", "key");
          assertThat(version).isEqualTo("7");
          return ByteBuffer.wrap(zip);
        };
    var created =
        lab.create(
            "f",
            input -> input.code(code -> code.s3Bucket("bucket").s3Key("key").s3ObjectVersion("7")));
    assertThat(created.codeSize()).isEqualTo(zip.length);
  }

  @Test
  void anUploadThatIsTooLargeIsRefused() {
    var large = SdkBytes.fromByteArrayUnsafe(new byte[52_428_801]);
    refused(
        input -> input.code(code -> code.zipFile(large)),
        "Zipped size must be smaller than 52428800 bytes");
  }

  @Test
  void anUploadThatIsNoZipFileIsRefused() {
    refused(
        input -> input.code(code -> code.zipFile(SdkBytes.fromUtf8String("print('hello')"))),
        "Could not unzip uploaded file. Please check your file, then try to upload again."
            + " (it is truncated, or not a zip file)");
    refused(
        input -> input.code(code -> code.zipFile(SdkBytes.fromUtf8String(""))),
        "Uploaded file must be a non-empty zip");
  }

  @Test
  void theHashIsThatOfTheUpload() throws Exception {
    var zip = Lab.zip("version 1").asByteArray();
    var digest = MessageDigest.getInstance("SHA-256").digest(zip);
    var created = lab.create("f");
    assertThat(created.codeSha256()).isEqualTo(Base64.getEncoder().encodeToString(digest));
    assertThat(created.codeSize()).isEqualTo(zip.length);
  }

  @ParameterizedTest
  @CsvSource({
    "timeout, 0, greater than or equal to 1",
    "timeout, 901, less than or equal to 900",
    "memorySize, 127, greater than or equal to 128",
    "memorySize, 10241, less than or equal to 10240",
    "ephemeralStorage.size, 511, greater than or equal to 512",
    "ephemeralStorage.size, 10241, less than or equal to 10240",
  })
  void aSizeOutsideItsBoundsIsRefused(String member, int value, String constraint) {
    var input = Lab.creation("f");
    switch (member) {
      case "timeout" -> input.timeout(value);
      case "memorySize" -> input.memorySize(value);
      default -> input.ephemeralStorage(storage -> storage.size(value));
    }
    var refusal = lab.refused(input.build());
    assertThat(refusal.code()).isEqualTo("ValidationException");
    assertThat(refusal)
        .hasMessage(
            "1 validation error detected: Value '%d' at '%s' failed to satisfy constraint: Member must have value %s"
                .formatted(value, member, constraint));
  }

  @Test
  void textsThatAreTooLongAreRefused() {
    var description = lab.refused(Lab.creation("f").description("x".repeat(257)).build());
    assertThat(description).hasMessageContaining("length less than or equal to 256");
    var handler = lab.refused(Lab.creation("f").handler("x".repeat(129)).build());
    assertThat(handler).hasMessageContaining("length less than or equal to 128");
    var blank = lab.refused(Lab.creation("f").handler("app handler").build());
    assertThat(blank).hasMessageContaining("'handler' failed to satisfy");
  }

  @Test
  void logLevelsNeedJson() {
    refused(
        input -> input.loggingConfig(logging -> logging.applicationLogLevel("DEBUG")),
        "ApplicationLogLevel and SystemLogLevel need LogFormat JSON, but it is Text.");
  }

  @Test
  void whatHearthCannotHonourIsRefusedRatherThanForgotten() {
    refused(
        input -> input.code(code -> code.imageUri("repo/image")),
        "Please don't provide ImageUri when the intended function PackageType is Zip.");
    refused(
        input ->
            input.fileSystemConfigs(
                FileSystemConfig.builder().arn("arn:fs").localMountPath("/mnt/x").build()),
        "FileSystemConfigs is not supported yet");
  }

  @ParameterizedTest
  @ValueSource(strings = {"AWS_REGION", "_HANDLER", "LAMBDA_TASK_ROOT", "AWS_SESSION_TOKEN"})
  void aReservedVariableIsRefused(String key) {
    refused(
        input -> input.environment(environment -> environment.variables(Map.of(key, "x"))),
        "Lambda was unable to configure your environment variables because the environment"
            + " variables you have provided contains reserved keys that are currently not supported"
            + " for modification. Reserved keys used in this request: "
            + key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1ST", "A", "A-B", "_A", ""})
  void aVariableWithAnotherNameThanAnIdentifierIsRefused(String key) {
    var refusal =
        lab.refused(
            Lab.creation("f")
                .environment(environment -> environment.variables(Map.of(key, "s3cret")))
                .build());
    assertThat(refusal.code()).isEqualTo("ValidationException");
    assertThat(refusal)
        .hasMessageContaining("[a-zA-Z]([a-zA-Z0-9_])+")
        .message()
        .doesNotContain("s3cret");
  }

  @Test
  void variablesOfMoreThan4KilobytesAreRefused() {
    // {"KEY":"…"} has ten bytes beside the value
    var largest = Map.of("KEY", "x".repeat(4096 - 10));
    lab.create("f", input -> input.environment(environment -> environment.variables(largest)));
    var larger = Map.of("KEY", "x".repeat(4096 - 9));
    refused(
        input -> input.functionName("g").environment(environment -> environment.variables(larger)),
        "provided exceeded the 4KB limit. Bytes measured: 4097");
  }

  @Test
  void variablesAreSealedOnTheDisk() throws Exception {
    lab.create("f", input -> input.environment(vars -> vars.variables(Map.of("KEY", "s3cret!"))));
    lab.close();
    try (var files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain("s3cret!");
      }
    }
  }

  @Test
  void anotherRegionAndAnotherAccountHaveFunctionsOfTheirOwn() {
    lab.createActive("f");
    var elsewhere = Lab.callOf(Lab.ACCOUNT, new Region("eu-west-1"));
    var created = lab.run(Lab.creation("f").build(), CreateFunctionResponse.class, elsewhere);
    assertThat(created.functionArn()).contains(":eu-west-1:");
  }

  @Test
  void creatingNeedsTheRightToPassTheRoleAndToTag() {
    var access =
        lab.access(
            Lab.creation("f")
                .tags(Map.of("team", "blue"))
                .vpcConfig(vpc -> vpc.subnetIds("subnet-1"))
                .build());
    var needs = access.needs();
    assertThat(needs)
        .extracting("action")
        .containsExactly("lambda:CreateFunction", "lambda:TagResource", "iam:PassRole");
    assertThat(needs.get(0).resource()).isEqualTo(Lab.ARN + "f");
    assertThat(needs.get(0).conditions())
        .containsEntry("aws:RequestTag/team", List.of("blue"))
        .containsEntry("aws:TagKeys", List.of("team"))
        .containsEntry("lambda:SubnetIds", List.of("subnet-1"));
    assertThat(needs.get(2).resource()).isEqualTo(Lab.ROLE);
    assertThat(needs.get(2).conditions())
        .containsEntry("iam:PassedToService", List.of("lambda.amazonaws.com"));
  }

  @Test
  void aRefusedCreationLeavesNoCode() throws Exception {
    refused(input -> input.role("arn:aws:iam::123456789012:role/other"), "cannot be assumed");
    refused(input -> input.timeout(901), "timeout");
    lab.settle();
    try (var files = Files.list(lab.code())) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .containsExactlyInAnyOrder("scratch", "download.key", "environment.key");
    }
  }

  private void refused(Consumer<CreateFunctionRequest.Builder> change, String text) {
    var creation = Lab.creation("f");
    change.accept(creation);
    ServiceException refusal = lab.refused(creation.build());
    assertThat(refusal).hasMessageContaining(text);
    assertThat(refusal.status()).isEqualTo(400);
  }
}
