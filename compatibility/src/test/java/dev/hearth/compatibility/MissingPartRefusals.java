package dev.hearth.compatibility;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.OperationAction;
import software.amazon.awssdk.services.lambda.model.OperationType;
import software.amazon.awssdk.services.lambda.model.OperationUpdate;

/// What operations of Lambda say of what a function, a layer or an account does not have.
final class MissingPartRefusals {
  private final Refusals refusals;
  private final LambdaClient lambda;
  private final LambdaLife life;

  MissingPartRefusals(Refusals refusals, LambdaApi api, LambdaLife life) {
    this.refusals = refusals;
    this.lambda = api.lambda;
    this.life = life;
  }

  void add() {
    missingParts();
    mappings();
    layers();
    durableExecutions();
  }

  private void mappings() {
    var none = "00000000-0000-0000-0000-000000000000";
    var resource = "The resource you requested does not exist.";
    refusals.notFound(
        "GetEventSourceMapping", resource, () -> lambda.getEventSourceMapping(r -> r.uuid(none)));
    refusals.notFound(
        "UpdateEventSourceMapping",
        resource,
        () -> lambda.updateEventSourceMapping(r -> r.uuid(none).batchSize(5)));
    refusals.notFound(
        "DeleteEventSourceMapping",
        resource,
        () -> lambda.deleteEventSourceMapping(r -> r.uuid(none)));
    refusals.notFound(
        "ListEventSourceMappings",
        "Function not found: ",
        () -> lambda.listEventSourceMappings(r -> r.functionName(Refusals.NO_FUNCTION)));
    refusals.notFound(
        "CreateEventSourceMapping",
        "Function not found: ",
        () ->
            lambda.createEventSourceMapping(
                r ->
                    r.functionName(Refusals.NO_FUNCTION)
                        .eventSourceArn("arn:aws:sqs:us-east-1:123456789012:none")));
  }

  private void missingParts() {
    var f = life.name;
    var resource = "The resource you requested does not exist.";
    refusals.notFound(
        "GetFunction",
        "Function not found: " + life.arn + ":9",
        () -> lambda.getFunction(r -> r.functionName(f).qualifier("9")));
    refusals.notFound(
        "GetAlias",
        "Cannot find alias arn: " + life.arn + ":none",
        () -> lambda.getAlias(r -> r.functionName(f).name("none")));
    refusals.notFound(
        "Invoke",
        "Function not found: " + life.arn + ":none",
        () -> lambda.invoke(r -> r.functionName(f).qualifier("none")));
    refusals.notFound(
        "GetPolicy", resource, () -> lambda.getPolicy(r -> r.functionName(life.other)));
    refusals.notFound(
        "RemovePermission",
        "No policy is associated with the given resource.",
        () -> lambda.removePermission(r -> r.functionName(life.other).statementId("s")));
    refusals.notFound(
        "RemovePermission",
        "Statement none is not found in resource policy.",
        () -> lambda.removePermission(r -> r.functionName(f).statementId("none")));
    refusals.notFound(
        "GetFunctionUrlConfig",
        resource,
        () -> lambda.getFunctionUrlConfig(r -> r.functionName(life.other)));
    refusals.notFound(
        "UpdateFunctionUrlConfig",
        resource,
        () ->
            lambda.updateFunctionUrlConfig(
                r -> r.functionName(life.other).authType(FunctionUrlAuthType.NONE)));
    refusals.notFound(
        "DeleteFunctionUrlConfig",
        resource,
        () -> lambda.deleteFunctionUrlConfig(r -> r.functionName(life.other)));
    refusals.notFound(
        "ListFunctionUrlConfigs",
        "Function does not exist",
        () -> lambda.listFunctionUrlConfigs(r -> r.functionName(Refusals.NO_FUNCTION)));
    refusals.notFound(
        "GetFunctionEventInvokeConfig",
        "The function "
            + life.arn.replace(f, life.other)
            + ":$LATEST doesn't have an EventInvokeConfig",
        () -> lambda.getFunctionEventInvokeConfig(r -> r.functionName(life.other)));
    refusals.add(
        "GetProvisionedConcurrencyConfig",
        404,
        "ProvisionedConcurrencyConfigNotFoundException",
        "No Provisioned Concurrency Config found for this function",
        () -> lambda.getProvisionedConcurrencyConfig(r -> r.functionName(f).qualifier("1")));
    var config = life.signing.replaceFirst("csc-.*", "csc-0123456789abcdef0");
    refusals.notFound(
        "GetCodeSigningConfig",
        "The code signing configuration cannot be found.",
        () -> lambda.getCodeSigningConfig(r -> r.codeSigningConfigArn(config)));
    refusals.notFound(
        "UpdateCodeSigningConfig",
        "The code signing configuration cannot be found.",
        () -> lambda.updateCodeSigningConfig(r -> r.codeSigningConfigArn(config)));
    refusals.notFound(
        "DeleteCodeSigningConfig",
        "The code signing configuration cannot be found.",
        () -> lambda.deleteCodeSigningConfig(r -> r.codeSigningConfigArn(config)));
    refusals.notFound(
        "ListFunctionsByCodeSigningConfig",
        "The code signing configuration cannot be found.",
        () -> lambda.listFunctionsByCodeSigningConfig(r -> r.codeSigningConfigArn(config)));
    refusals.add(
        "PutFunctionCodeSigningConfig",
        404,
        "CodeSigningConfigNotFoundException",
        "The code signing configuration cannot be found.",
        () ->
            lambda.putFunctionCodeSigningConfig(
                r -> r.functionName(f).codeSigningConfigArn(config)));
  }

  private void layers() {
    var layer = life.name + "-a";
    var resource = "The resource you requested does not exist.";
    refusals.notFound(
        "GetLayerVersion",
        resource,
        () -> lambda.getLayerVersion(r -> r.layerName(layer).versionNumber(9L)));
    refusals.notFound(
        "GetLayerVersionByArn",
        resource,
        () ->
            lambda.getLayerVersionByArn(
                r -> r.arn(life.arn.replaceFirst(":function:.*", ":layer:" + layer + ":9"))));
    refusals.notFound(
        "GetLayerVersionPolicy",
        "No policy is associated with the given resource.",
        () -> lambda.getLayerVersionPolicy(r -> r.layerName(layer).versionNumber(2L)));
    refusals.notFound("AddLayerVersionPermission", resource, () -> permit(layer, 9, "all", null));
    refusals.conflict(
        "AddLayerVersionPermission",
        "The statement id (all) provided already exists.",
        () -> permit(layer, 1, "all", null));
    refusals.add(
        "AddLayerVersionPermission",
        412,
        "PreconditionFailedException",
        "The Revision Id provided does not match the latest Revision Id.",
        () -> permit(layer, 1, "more", Refusals.NO_REVISION));
    refusals.notFound(
        "RemoveLayerVersionPermission",
        "Statement none is not found in resource policy.",
        () ->
            lambda.removeLayerVersionPermission(
                r -> r.layerName(layer).versionNumber(1L).statementId("none")));
    refusals.add(
        "RemoveLayerVersionPermission",
        412,
        "PreconditionFailedException",
        "The Revision Id provided does not match the latest Revision Id.",
        () ->
            lambda.removeLayerVersionPermission(
                r ->
                    r.layerName(layer)
                        .versionNumber(1L)
                        .statementId("all")
                        .revisionId(Refusals.NO_REVISION)));
    refusals.invalid(
        "DeleteLayerVersion",
        "Layer Version Cannot be less than 1.",
        () -> lambda.deleteLayerVersion(r -> r.layerName(layer).versionNumber(0L)));
    refusals.invalid(
        "PublishLayerVersion",
        "Could not unzip uploaded file.",
        () ->
            lambda.publishLayerVersion(
                r ->
                    r.layerName(layer)
                        .content(c -> c.zipFile(SdkBytes.fromUtf8String("no archive")))));
    refusals.invalid("ListLayers", "marker", () -> lambda.listLayers(r -> r.marker("%%%")));
    refusals.invalid(
        "ListLayerVersions",
        "marker",
        () -> lambda.listLayerVersions(r -> r.layerName(layer).marker("%%%")));
  }

  private void permit(String layer, long version, String statement, @Nullable String rev) {
    lambda.addLayerVersionPermission(
        r ->
            r.layerName(layer)
                .versionNumber(version)
                .statementId(statement)
                .action("lambda:GetLayerVersion")
                .principal("*")
                .revisionId(rev));
  }

  private void durableExecutions() {
    var gone = life.arn.replace(life.name, life.durable) + ":1/durable-execution/none/none";
    refusals.notFound(
        "GetDurableExecution",
        gone,
        () -> lambda.getDurableExecution(r -> r.durableExecutionArn(gone)));
    refusals.notFound(
        "GetDurableExecutionHistory",
        gone,
        () -> lambda.getDurableExecutionHistory(r -> r.durableExecutionArn(gone)));
    refusals.notFound(
        "StopDurableExecution",
        gone,
        () -> lambda.stopDurableExecution(r -> r.durableExecutionArn(gone)));
    refusals.invalid(
        "GetDurableExecutionState",
        "Invalid checkpoint token",
        () ->
            lambda.getDurableExecutionState(
                r -> r.durableExecutionArn(gone).checkpointToken("AAAA")));
    refusals.invalid(
        "CheckpointDurableExecution",
        "Invalid checkpoint token",
        () ->
            lambda.checkpointDurableExecution(
                r ->
                    r.durableExecutionArn(gone)
                        .checkpointToken("AAAA")
                        .updates(
                            OperationUpdate.builder()
                                .id("s")
                                .type(OperationType.STEP)
                                .action(OperationAction.START)
                                .build())));
    refusals.notFound(
        "SendDurableExecutionCallbackSuccess",
        "Callback not found",
        () -> lambda.sendDurableExecutionCallbackSuccess(r -> r.callbackId("0".repeat(64))));
    refusals.notFound(
        "SendDurableExecutionCallbackFailure",
        "Callback not found",
        () -> lambda.sendDurableExecutionCallbackFailure(r -> r.callbackId("0".repeat(64))));
    refusals.notFound(
        "SendDurableExecutionCallbackHeartbeat",
        "Callback not found",
        () -> lambda.sendDurableExecutionCallbackHeartbeat(r -> r.callbackId("0".repeat(64))));
    refusals.invalid(
        "Invoke",
        "You cannot invoke a durable function using an unqualified ARN.",
        () -> lambda.invoke(r -> r.functionName(life.durable)));
    refusals.add(
        "Invoke",
        409,
        "DurableExecutionAlreadyStartedException",
        "another payload",
        () -> {
          named("{}");
          named("{\"other\":1}");
        });
  }

  private void named(String payload) {
    lambda.invoke(
        r ->
            r.functionName(life.durable)
                .qualifier("1")
                .durableExecutionName("twice")
                .invocationType(InvocationType.EVENT)
                .payload(SdkBytes.fromUtf8String(payload)));
  }
}
