package dev.hearth.compatibility;

import java.util.Map;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.lambda.model.RecursiveLoop;
import software.amazon.awssdk.services.lambda.model.UpdateRuntimeOn;

/// What each operation of Lambda says of a function that there is not.
final class MissingFunctionRefusals {
  private final Refusals refusals;
  private final LambdaApi api;
  private final LambdaClient lambda;
  private final LambdaLife life;

  MissingFunctionRefusals(Refusals refusals, LambdaApi api, LambdaLife life) {
    this.refusals = refusals;
    this.api = api;
    this.lambda = api.lambda;
    this.life = life;
  }

  void add() {
    missingFunctions();
  }

  private void missingFunctions() {
    var f = Refusals.NO_FUNCTION;
    refusals.noFunction("GetFunction", () -> lambda.getFunction(r -> r.functionName(f)));
    refusals.noFunction(
        "GetFunctionConfiguration", () -> lambda.getFunctionConfiguration(r -> r.functionName(f)));
    refusals.noFunction(
        "UpdateFunctionCode",
        () -> lambda.updateFunctionCode(r -> r.functionName(f).zipFile(LambdaLife.zip(""))));
    refusals.noFunction(
        "UpdateFunctionConfiguration",
        () -> lambda.updateFunctionConfiguration(r -> r.functionName(f).timeout(1)));
    refusals.noFunction("DeleteFunction", () -> lambda.deleteFunction(r -> r.functionName(f)));
    refusals.noFunction("PublishVersion", () -> lambda.publishVersion(r -> r.functionName(f)));
    refusals.noFunction(
        "ListVersionsByFunction", () -> lambda.listVersionsByFunction(r -> r.functionName(f)));
    refusals.noFunction(
        "CreateAlias",
        () -> lambda.createAlias(r -> r.functionName(f).name("live").functionVersion("1")));
    refusals.noFunction("GetAlias", () -> lambda.getAlias(r -> r.functionName(f).name("live")));
    refusals.noFunction(
        "UpdateAlias", () -> lambda.updateAlias(r -> r.functionName(f).name("live")));
    refusals.noFunction("ListAliases", () -> lambda.listAliases(r -> r.functionName(f)));
    refusals.noFunction("Invoke", () -> lambda.invoke(r -> r.functionName(f)));
    refusals.noFunction(
        "Invoke", () -> lambda.invoke(r -> r.functionName(f).invocationType(InvocationType.EVENT)));
    refusals.noFunction("InvokeWithResponseStream", () -> stream(f));
    refusals.noFunction(
        "AddPermission",
        () ->
            lambda.addPermission(
                r ->
                    r.functionName(f)
                        .statementId("s")
                        .action("lambda:InvokeFunction")
                        .principal("*")));
    refusals.noFunction("GetPolicy", () -> lambda.getPolicy(r -> r.functionName(f)));
    refusals.noFunction(
        "RemovePermission", () -> lambda.removePermission(r -> r.functionName(f).statementId("s")));
    var arn = life.arn.replace(life.name, f);
    refusals.noFunction(
        "TagResource", () -> lambda.tagResource(r -> r.resource(arn).tags(Map.of("a", "1"))));
    refusals.noFunction(
        "UntagResource", () -> lambda.untagResource(r -> r.resource(arn).tagKeys("a")));
    refusals.noFunction("ListTags", () -> lambda.listTags(r -> r.resource(arn)));
    refusals.noFunction(
        "GetFunctionRecursionConfig",
        () -> lambda.getFunctionRecursionConfig(r -> r.functionName(f)));
    refusals.noFunction(
        "PutFunctionRecursionConfig",
        () ->
            lambda.putFunctionRecursionConfig(
                r -> r.functionName(f).recursiveLoop(RecursiveLoop.ALLOW)));
    refusals.noFunction(
        "GetRuntimeManagementConfig",
        () -> lambda.getRuntimeManagementConfig(r -> r.functionName(f)));
    refusals.noFunction(
        "PutRuntimeManagementConfig",
        () ->
            lambda.putRuntimeManagementConfig(
                r -> r.functionName(f).updateRuntimeOn(UpdateRuntimeOn.AUTO)));
    refusals.noFunction(
        "PutFunctionConcurrency",
        () ->
            lambda.putFunctionConcurrency(r -> r.functionName(f).reservedConcurrentExecutions(1)));
    refusals.noFunction(
        "GetFunctionConcurrency", () -> lambda.getFunctionConcurrency(r -> r.functionName(f)));
    refusals.noFunction(
        "DeleteFunctionConcurrency",
        () -> lambda.deleteFunctionConcurrency(r -> r.functionName(f)));
    refusals.noFunction(
        "PutProvisionedConcurrencyConfig",
        () ->
            lambda.putProvisionedConcurrencyConfig(
                r -> r.functionName(f).qualifier("1").provisionedConcurrentExecutions(1)));
    refusals.noFunction(
        "GetProvisionedConcurrencyConfig",
        () -> lambda.getProvisionedConcurrencyConfig(r -> r.functionName(f).qualifier("1")));
    refusals.noFunction(
        "DeleteProvisionedConcurrencyConfig",
        () -> lambda.deleteProvisionedConcurrencyConfig(r -> r.functionName(f).qualifier("1")));
    refusals.noFunction(
        "ListProvisionedConcurrencyConfigs",
        () -> lambda.listProvisionedConcurrencyConfigs(r -> r.functionName(f)));
    refusals.noFunction(
        "PutFunctionEventInvokeConfig",
        () -> lambda.putFunctionEventInvokeConfig(r -> r.functionName(f).maximumRetryAttempts(1)));
    refusals.noFunction(
        "UpdateFunctionEventInvokeConfig",
        () ->
            lambda.updateFunctionEventInvokeConfig(r -> r.functionName(f).maximumRetryAttempts(1)));
    refusals.noFunction(
        "GetFunctionEventInvokeConfig",
        () -> lambda.getFunctionEventInvokeConfig(r -> r.functionName(f)));
    refusals.noFunction(
        "DeleteFunctionEventInvokeConfig",
        () -> lambda.deleteFunctionEventInvokeConfig(r -> r.functionName(f)));
    refusals.noFunction(
        "ListFunctionEventInvokeConfigs",
        () -> lambda.listFunctionEventInvokeConfigs(r -> r.functionName(f)));
    refusals.noFunction(
        "GetFunctionCodeSigningConfig",
        () -> lambda.getFunctionCodeSigningConfig(r -> r.functionName(f)));
    refusals.noFunction(
        "PutFunctionCodeSigningConfig",
        () ->
            lambda.putFunctionCodeSigningConfig(
                r -> r.functionName(f).codeSigningConfigArn(life.signing)));
    refusals.noFunction(
        "DeleteFunctionCodeSigningConfig",
        () -> lambda.deleteFunctionCodeSigningConfig(r -> r.functionName(f)));
    refusals.notFound(
        "CreateFunctionUrlConfig",
        "Function does not exist",
        () ->
            lambda.createFunctionUrlConfig(
                r -> r.functionName(f).authType(FunctionUrlAuthType.NONE)));
    refusals.noFunction(
        "ListDurableExecutionsByFunction",
        () -> lambda.listDurableExecutionsByFunction(r -> r.functionName(f)));
  }

  private void stream(String function) {
    api.streaming
        .invokeWithResponseStream(
            r -> r.functionName(function),
            InvokeWithResponseStreamResponseHandler.builder().subscriber(event -> {}).build())
        .join();
  }
}
