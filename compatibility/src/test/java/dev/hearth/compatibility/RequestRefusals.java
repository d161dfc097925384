package dev.hearth.compatibility;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.lambda.model.Runtime;
import software.amazon.awssdk.services.lambda.model.UpdateRuntimeOn;

/// What operations of Lambda refuse of what there is: what is invalid, in conflict, outdated or too
/// much.
final class RequestRefusals {
  private final Refusals refusals;
  private final LambdaApi api;
  private final LambdaClient lambda;
  private final LambdaLife life;

  RequestRefusals(Refusals refusals, LambdaApi api, LambdaLife life) {
    this.refusals = refusals;
    this.api = api;
    this.lambda = api.lambda;
    this.life = life;
  }

  void add() {
    invalid();
    conflicts();
    preconditions();
    tooMuch();
  }

  private void invalid() {
    var f = life.name;
    refusals.invalid(
        "CreateFunction",
        "Uploaded file must be a non-empty zip",
        () -> create("new-" + f, SdkBytes.fromUtf8String("")));
    refusals.invalid(
        "CreateFunction",
        "Could not unzip uploaded file.",
        () -> create("new-" + f, SdkBytes.fromUtf8String("no archive")));
    refusals.invalid(
        "UpdateFunctionCode",
        "Please provide a source for function code.",
        () -> lambda.updateFunctionCode(r -> r.functionName(f)));
    refusals.invalid(
        "UpdateFunctionConfiguration",
        "The role defined for the function cannot be assumed by Lambda.",
        () ->
            lambda.updateFunctionConfiguration(
                r -> r.functionName(f).role(life.role.replace(f, "nobody"))));
    refusals.invalid(
        "DeleteFunction",
        "$LATEST version cannot be deleted without deleting the function.",
        () -> lambda.deleteFunction(r -> r.functionName(f).qualifier("$LATEST")));
    refusals.invalid(
        "DeleteAlias",
        "The derived qualifier from the function name does not match the specified qualifier.",
        () -> lambda.deleteAlias(r -> r.functionName(f + ":2").name("live")));
    refusals.invalid(
        "CreateAlias",
        "Number of items in AdditionalVersionWeights cannot be greater than 1",
        () ->
            lambda.createAlias(
                r ->
                    r.functionName(f)
                        .name("new")
                        .functionVersion("1")
                        .routingConfig(
                            c -> c.additionalVersionWeights(Map.of("1", 0.1, "2", 0.1)))));
    refusals.invalid(
        "UpdateAlias",
        "Invalid function version 1. Function version 1 is already included",
        () ->
            lambda.updateAlias(
                r ->
                    r.functionName(f)
                        .name("live")
                        .functionVersion("1")
                        .routingConfig(c -> c.additionalVersionWeights(Map.of("1", 0.1)))));
    refusals.invalid(
        "PutProvisionedConcurrencyConfig",
        "Provisioned Concurrency Configs cannot be applied to unpublished function versions.",
        () ->
            lambda.putProvisionedConcurrencyConfig(
                r -> r.functionName(f).qualifier("$LATEST").provisionedConcurrentExecutions(1)));
    refusals.invalid(
        "PutFunctionConcurrency",
        "Specified ReservedConcurrentExecutions for function decreases account's"
            + " UnreservedConcurrentExecution below its minimum value of [100].",
        () ->
            lambda.putFunctionConcurrency(
                r -> r.functionName(life.other).reservedConcurrentExecutions(100_000)));
    refusals.invalid(
        "PutRuntimeManagementConfig",
        "RuntimeVersionArn is required when UpdateRuntimeOn is Manual.",
        () ->
            lambda.putRuntimeManagementConfig(
                r -> r.functionName(f).updateRuntimeOn(UpdateRuntimeOn.MANUAL)));
    refusals.invalid(
        "PutFunctionEventInvokeConfig",
        "You must specify at least one of error handling or destination setting.",
        () -> lambda.putFunctionEventInvokeConfig(r -> r.functionName(f)));
    refusals.invalid(
        "AddPermission",
        "The provided principal was invalid. Please check the principal and try again.",
        () -> permit(f, "new", "nobody", null));
    refusals.invalid(
        "TagResource",
        "Tags on function aliases and versions are not supported.",
        () -> lambda.tagResource(r -> r.resource(life.arn + ":1").tags(Map.of("a", "1"))));
    refusals.invalid(
        "UntagResource",
        "Tags on function aliases and versions are not supported.",
        () -> lambda.untagResource(r -> r.resource(life.arn + ":1").tagKeys("a")));
    refusals.invalid(
        "GetFunctionConcurrency",
        "Current operation does not support versions other than $LATEST.",
        () -> lambda.getFunctionConcurrency(r -> r.functionName(life.arn + ":1")));
    refusals.invalid("ListFunctions", "marker", () -> lambda.listFunctions(r -> r.marker("%%%")));
    refusals.invalid(
        "ListVersionsByFunction",
        "marker",
        () -> lambda.listVersionsByFunction(r -> r.functionName(f).marker("%%%")));
    refusals.invalid(
        "ListAliases", "marker", () -> lambda.listAliases(r -> r.functionName(f).marker("%%%")));
    refusals.invalid(
        "ListCodeSigningConfigs",
        "marker",
        () -> lambda.listCodeSigningConfigs(r -> r.marker("%%%")));
    refusals.add(
        "Invoke",
        400,
        "InvalidRequestContentException",
        "Could not parse request body into json",
        () -> lambda.invoke(r -> r.functionName(f).payload(SdkBytes.fromUtf8String("{no"))));
    refusals.add(
        "CreateCodeSigningConfig",
        400,
        "ValidationException",
        "1 validation error detected: Value",
        () ->
            lambda.createCodeSigningConfig(
                r -> r.allowedPublishers(p -> p.signingProfileVersionArns(List.of()))));
  }

  private void create(String name, SdkBytes code) {
    lambda.createFunction(
        r ->
            r.functionName(name)
                .runtime(Runtime.PYTHON3_13)
                .handler("app.handler")
                .role(life.role)
                .code(c -> c.zipFile(code)));
  }

  private void conflicts() {
    var f = life.name;
    refusals.conflict(
        "CreateFunction", "Function already exist: " + f, () -> create(f, LambdaLife.zip("")));
    refusals.conflict(
        "CreateAlias",
        "Alias already exists: " + life.arn + ":live",
        () -> lambda.createAlias(r -> r.functionName(f).name("live").functionVersion("1")));
    refusals.conflict(
        "DeleteFunction",
        "Unable to delete version because the following aliases reference it: [live]",
        () -> lambda.deleteFunction(r -> r.functionName(f).qualifier("2")));
    refusals.conflict(
        "AddPermission",
        "The statement id (s3) provided already exists.",
        () -> permit(f, "s3", "s3.amazonaws.com", null));
    refusals.conflict(
        "CreateFunctionUrlConfig",
        "FunctionUrlConfig exists for this Lambda function",
        () ->
            lambda.createFunctionUrlConfig(
                r -> r.functionName(f).qualifier("live").authType(FunctionUrlAuthType.NONE)));
    refusals.conflict(
        "DeleteCodeSigningConfig",
        "The code signing configuration cannot be deleted because it is attached to a",
        () -> lambda.deleteCodeSigningConfig(r -> r.codeSigningConfigArn(life.signing)));
  }

  private void permit(
      String function, String statement, String principal, @Nullable String revision) {
    lambda.addPermission(
        r ->
            r.functionName(function)
                .statementId(statement)
                .action("lambda:InvokeFunction")
                .principal(principal)
                .revisionId(revision));
  }

  private void preconditions() {
    var f = life.name;
    var text = "The Revision Id provided does not match the latest Revision Id.";
    refusals.failed(
        "UpdateFunctionCode",
        text,
        () ->
            lambda.updateFunctionCode(
                r ->
                    r.functionName(f)
                        .zipFile(LambdaLife.zip(""))
                        .revisionId(Refusals.NO_REVISION)));
    refusals.failed(
        "UpdateFunctionConfiguration",
        text,
        () ->
            lambda.updateFunctionConfiguration(
                r -> r.functionName(f).timeout(1).revisionId(Refusals.NO_REVISION)));
    refusals.failed(
        "PublishVersion",
        text,
        () -> lambda.publishVersion(r -> r.functionName(f).revisionId(Refusals.NO_REVISION)));
    refusals.failed(
        "UpdateAlias",
        text,
        () ->
            lambda.updateAlias(
                r ->
                    r.functionName(f)
                        .name("live")
                        .description("x")
                        .revisionId(Refusals.NO_REVISION)));
    refusals.failed(
        "AddPermission",
        "The RevisionId provided does not match the latest RevisionId.",
        () -> permit(f, "new", "s3.amazonaws.com", Refusals.NO_REVISION));
    refusals.failed(
        "RemovePermission",
        "The RevisionId provided does not match the latest RevisionId.",
        () ->
            lambda.removePermission(
                r -> r.functionName(f).statementId("s3").revisionId(Refusals.NO_REVISION)));
  }

  private void tooMuch() {
    var f = life.name;
    refusals.add(
        "AddPermission",
        400,
        "PolicyLengthExceededException",
        "The final policy size (",
        () -> {
          for (int i = 0; i < 200; i++) {
            permit(life.other, "s".repeat(90) + i, "s3.amazonaws.com", null);
          }
        });
    var tags =
        IntStream.range(0, 51).boxed().collect(Collectors.toMap(i -> "t" + i, String::valueOf));
    refusals.invalid(
        "TagResource",
        "Number of tags exceeds function tags limit.",
        () -> lambda.tagResource(r -> r.resource(life.arn).tags(tags)));
    refusals.add(
        "Invoke",
        413,
        "RequestTooLargeException",
        "Request must be smaller than 6291456 bytes",
        () ->
            lambda.invoke(
                r ->
                    r.functionName(f)
                        .payload(
                            SdkBytes.fromUtf8String("\"" + "x".repeat(6 * 1024 * 1024) + "\""))));
    refusals.add(
        "Invoke",
        413,
        "RequestTooLargeException",
        "1048578 byte payload is too large for the Event invocation type (limit 1048576 bytes)",
        () ->
            lambda.invoke(
                r ->
                    r.functionName(f)
                        .invocationType(InvocationType.EVENT)
                        .payload(SdkBytes.fromUtf8String("\"" + "x".repeat(1024 * 1024) + "\""))));
    refusals.add(
        "Invoke",
        429,
        "TooManyRequestsException",
        "Rate Exceeded.",
        () -> {
          lambda.putFunctionConcurrency(
              r -> r.functionName(life.other).reservedConcurrentExecutions(0));
          lambda.invoke(r -> r.functionName(life.other));
        });
    refusals.add(
        "InvokeWithResponseStream",
        429,
        "TooManyRequestsException",
        "Rate Exceeded.",
        () -> stream(life.other));
  }

  private void stream(String function) {
    api.streaming
        .invokeWithResponseStream(
            r -> r.functionName(function),
            InvokeWithResponseStreamResponseHandler.builder().subscriber(event -> {}).build())
        .join();
  }
}
