package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.Architecture;
import software.amazon.awssdk.services.lambda.model.CodeSigningPolicy;
import software.amazon.awssdk.services.lambda.model.Event;
import software.amazon.awssdk.services.lambda.model.EventType;
import software.amazon.awssdk.services.lambda.model.ExecutionStatus;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.lambda.model.GetProvisionedConcurrencyConfigResponse;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.lambda.model.OperationAction;
import software.amazon.awssdk.services.lambda.model.OperationType;
import software.amazon.awssdk.services.lambda.model.OperationUpdate;
import software.amazon.awssdk.services.lambda.model.ProvisionedConcurrencyStatusEnum;
import software.amazon.awssdk.services.lambda.model.RecursiveLoop;
import software.amazon.awssdk.services.lambda.model.Runtime;
import software.amazon.awssdk.services.lambda.model.UpdateRuntimeOn;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// Functions and what belongs to them, made, read, changed and deleted: every operation at least
/// once. Before [#deletions()] there is one or more of everything.
final class LambdaLife {
  private static final String HELLO =
      """
      def handler(event, context):
          return {"hello": event.get("name")}
      """;

  /// A durable function without an SDK: it waits for a callback, and tells its token in its log.
  private static final String DURABLE =
      """
      import boto3
      def handler(event, context):
          if len(event["InitialExecutionState"]["Operations"]) > 1:
              return {"Status": "SUCCEEDED", "Result": "1"}
          answer = boto3.client("lambda").checkpoint_durable_execution(
              DurableExecutionArn=event["DurableExecutionArn"],
              CheckpointToken=event["CheckpointToken"],
              Updates=[{"Id": "approval", "Type": "CALLBACK", "Action": "START"}])
          print("token", event["DurableExecutionArn"], answer["CheckpointToken"])
          return {"Status": "PENDING"}
      """;

  private static final String QUEUES_ALLOWED =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:*","Resource":"*"}]}\
      """;

  private final LambdaApi api;
  private final LambdaClient lambda;
  final String name = "api-" + UUID.randomUUID();
  final String other = name + "-other";
  final String durable = name + "-durable";
  String role = "";
  String arn = "";
  String signing = "";
  final List<String> mappings = new ArrayList<>();

  LambdaLife(LambdaApi api) {
    this.api = api;
    this.lambda = api.lambda;
  }

  static SdkBytes zip(String source) {
    return SdkBytes.fromByteArray(CodeZip.of("app.py", source));
  }

  void makeRole() {
    role =
        api.iam
            .createRole(r -> r.roleName(name).assumeRolePolicyDocument(Cloud.TRUST_LAMBDA))
            .role()
            .arn();
    api.iam.attachRolePolicy(
        r -> r.roleName(name).policyArn("arn:aws:iam::aws:policy/AdministratorAccess"));
  }

  /// Functions with their versions and aliases; and each of the SDK's waiters.
  void functions() {
    for (var function : new String[] {name, other}) {
      lambda.createFunction(
          r ->
              r.functionName(function)
                  .runtime(Runtime.PYTHON3_13)
                  .handler("app.handler")
                  .role(role)
                  .timeout(10)
                  .code(c -> c.zipFile(zip(HELLO))));
      lambda.waiter().waitUntilFunctionExists(r -> r.functionName(function));
      lambda.waiter().waitUntilFunctionActive(r -> r.functionName(function));
      lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName(function));
    }
    publish("1");
    lambda.updateFunctionConfiguration(r -> r.functionName(name).description("second"));
    lambda.waiter().waitUntilFunctionUpdated(r -> r.functionName(name));
    lambda.updateFunctionCode(r -> r.functionName(name).zipFile(zip(HELLO + "# second\n")));
    lambda.waiter().waitUntilFunctionUpdatedV2(r -> r.functionName(name));
    publish("2");
    for (var alias : new String[] {"live", "test"}) {
      lambda.createAlias(r -> r.functionName(name).name(alias).functionVersion("1"));
    }
    lambda.updateAlias(r -> r.functionName(name).name("live").functionVersion("2"));
    assertThat(lambda.getAlias(r -> r.functionName(name).name("live")).functionVersion())
        .isEqualTo("2");
    arn = lambda.getFunction(r -> r.functionName(name)).configuration().functionArn();
    assertThat(lambda.getFunctionConfiguration(r -> r.functionName(name)).description())
        .isEqualTo("second");
    assertThat(lambda.getAccountSettings(r -> {}).accountUsage().functionCount()).isPositive();
  }

  private void publish(String version) {
    assertThat(lambda.publishVersion(r -> r.functionName(name)).version()).isEqualTo(version);
    lambda.waiter().waitUntilPublishedVersionActive(r -> r.functionName(name).qualifier(version));
  }

  void invocations() {
    var event = SdkBytes.fromUtf8String("{\"name\":\"you\"}");
    assertThat(lambda.invoke(r -> r.functionName(name).payload(event)).payload().asUtf8String())
        .isEqualTo("{\"hello\": \"you\"}");
    var chunks = new StringBuilder();
    api.streaming
        .invokeWithResponseStream(
            r -> r.functionName(name).payload(event),
            InvokeWithResponseStreamResponseHandler.builder()
                .subscriber(
                    InvokeWithResponseStreamResponseHandler.Visitor.builder()
                        .onPayloadChunk(chunk -> chunks.append(chunk.payload().asUtf8String()))
                        .build())
                .build())
        .join();
    assertThat(chunks).hasToString("{\"hello\": \"you\"}");
  }

  void layers() {
    for (var layer : new String[] {name + "-a", name + "-b"}) {
      for (int version = 1; version <= 2; version++) {
        lambda.publishLayerVersion(
            r ->
                r.layerName(layer)
                    .compatibleArchitectures(Architecture.X86_64)
                    .content(c -> c.zipFile(SdkBytes.fromByteArray(CodeZip.of("a.txt", layer)))));
      }
    }
    var found = lambda.getLayerVersion(r -> r.layerName(name + "-a").versionNumber(1L));
    assertThat(lambda.getLayerVersionByArn(r -> r.arn(found.layerVersionArn())).version())
        .isEqualTo(1);
    lambda.addLayerVersionPermission(
        r ->
            r.layerName(name + "-a")
                .versionNumber(1L)
                .statementId("all")
                .action("lambda:GetLayerVersion")
                .principal("*"));
    assertThat(
            lambda.getLayerVersionPolicy(r -> r.layerName(name + "-a").versionNumber(1L)).policy())
        .contains("\"Sid\":\"all\"");
  }

  void settings() {
    lambda.addPermission(
        r ->
            r.functionName(name)
                .statementId("s3")
                .action("lambda:InvokeFunction")
                .principal("s3.amazonaws.com"));
    assertThat(lambda.getPolicy(r -> r.functionName(name)).policy()).contains("\"Sid\":\"s3\"");
    lambda.tagResource(r -> r.resource(arn).tags(Map.of("a", "1", "b", "2")));
    lambda.untagResource(r -> r.resource(arn).tagKeys("a"));
    assertThat(lambda.listTags(r -> r.resource(arn)).tags()).containsExactly(Map.entry("b", "2"));
    lambda.putFunctionRecursionConfig(r -> r.functionName(name).recursiveLoop(RecursiveLoop.ALLOW));
    assertThat(lambda.getFunctionRecursionConfig(r -> r.functionName(name)).recursiveLoop())
        .isEqualTo(RecursiveLoop.ALLOW);
    lambda.putRuntimeManagementConfig(
        r -> r.functionName(name).updateRuntimeOn(UpdateRuntimeOn.FUNCTION_UPDATE));
    assertThat(lambda.getRuntimeManagementConfig(r -> r.functionName(name)).updateRuntimeOn())
        .isEqualTo(UpdateRuntimeOn.FUNCTION_UPDATE);
    lambda.putFunctionConcurrency(r -> r.functionName(name).reservedConcurrentExecutions(5));
    assertThat(
            lambda.getFunctionConcurrency(r -> r.functionName(name)).reservedConcurrentExecutions())
        .isEqualTo(5);
  }

  void configurations() {
    for (var qualifier : new String[] {"live", "test"}) {
      lambda.createFunctionUrlConfig(
          r -> r.functionName(name).qualifier(qualifier).authType(FunctionUrlAuthType.NONE));
      lambda.putFunctionEventInvokeConfig(
          r -> r.functionName(name).qualifier(qualifier).maximumRetryAttempts(1));
      lambda.putProvisionedConcurrencyConfig(
          r -> r.functionName(name).qualifier(qualifier).provisionedConcurrentExecutions(1));
    }
    lambda.updateFunctionUrlConfig(
        r -> r.functionName(name).qualifier("live").authType(FunctionUrlAuthType.AWS_IAM));
    assertThat(lambda.getFunctionUrlConfig(r -> r.functionName(name).qualifier("live")).authType())
        .isEqualTo(FunctionUrlAuthType.AWS_IAM);
    lambda.updateFunctionEventInvokeConfig(
        r -> r.functionName(name).qualifier("live").maximumEventAgeInSeconds(60));
    assertThat(
            lambda
                .getFunctionEventInvokeConfig(r -> r.functionName(name).qualifier("live"))
                .maximumRetryAttempts())
        .isEqualTo(1);
    GetProvisionedConcurrencyConfigResponse ready =
        Await.until(
            () ->
                lambda.getProvisionedConcurrencyConfig(r -> r.functionName(name).qualifier("live")),
            found -> found.status() == ProvisionedConcurrencyStatusEnum.READY);
    assertThat(ready.availableProvisionedConcurrentExecutions()).isEqualTo(1);
  }

  void codeSigning() {
    for (int i = 0; i < 2; i++) {
      signing =
          lambda
              .createCodeSigningConfig(
                  r ->
                      r.allowedPublishers(
                          p ->
                              p.signingProfileVersionArns(
                                  "arn:aws:signer:us-east-1:123456789012:/signing-profiles/p/v")))
              .codeSigningConfig()
              .codeSigningConfigArn();
    }
    lambda.updateCodeSigningConfig(
        r ->
            r.codeSigningConfigArn(signing)
                .codeSigningPolicies(p -> p.untrustedArtifactOnDeployment(CodeSigningPolicy.WARN)));
    assertThat(
            lambda
                .getCodeSigningConfig(r -> r.codeSigningConfigArn(signing))
                .codeSigningConfig()
                .codeSigningPolicies()
                .untrustedArtifactOnDeployment())
        .isEqualTo(CodeSigningPolicy.WARN);
    for (var function : new String[] {name, other}) {
      lambda.putFunctionCodeSigningConfig(
          r -> r.functionName(function).codeSigningConfigArn(signing));
    }
    assertThat(
            lambda.getFunctionCodeSigningConfig(r -> r.functionName(name)).codeSigningConfigArn())
        .isEqualTo(signing);
  }

  void durableExecutions() {
    lambda.createFunction(
        r ->
            r.functionName(durable)
                .runtime(Runtime.PYTHON3_13)
                .handler("app.handler")
                .role(role)
                .timeout(10)
                .publish(true)
                .durableConfig(d -> d.executionTimeout(300).retentionPeriodInDays(1))
                .code(c -> c.zipFile(zip(DURABLE))));
    lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName(durable));
    var checkpointed = execution();
    checkpoint(checkpointed);
    lambda.sendDurableExecutionCallbackHeartbeat(r -> r.callbackId(callback(checkpointed)));
    lambda.sendDurableExecutionCallbackSuccess(
        r -> r.callbackId(callback(checkpointed)).result(SdkBytes.fromUtf8String("1")));
    var ended =
        Await.until(
            () -> lambda.getDurableExecution(r -> r.durableExecutionArn(checkpointed)),
            execution -> execution.status() != ExecutionStatus.RUNNING);
    assertThat(ended.result()).isEqualTo("1");
    var failed = execution();
    lambda.sendDurableExecutionCallbackFailure(r -> r.callbackId(callback(failed)));
    var stopped = execution();
    lambda.stopDurableExecution(r -> r.durableExecutionArn(stopped));
  }

  /// Begins one that waits for its callback.
  String execution() {
    return lambda
        .invoke(
            r ->
                r.functionName(durable)
                    .qualifier("1")
                    .invocationType(InvocationType.EVENT)
                    .payload(SdkBytes.fromUtf8String("{}")))
        .durableExecutionArn();
  }

  String callback(String execution) {
    return Await.until(
            () ->
                lambda
                    .getDurableExecutionHistory(r -> r.durableExecutionArn(execution))
                    .events()
                    .stream()
                    .filter(event -> event.eventType() == EventType.CALLBACK_STARTED)
                    .findFirst(),
            Optional<Event>::isPresent)
        .orElseThrow()
        .callbackStartedDetails()
        .callbackId();
  }

  /// The token that the function told.
  String token(String execution) {
    var _ = callback(execution);
    var line =
        Await.until(
                () ->
                    api
                        .logs
                        .filterLogEvents(
                            r ->
                                r.logGroupName("/aws/lambda/" + durable)
                                    .filterPattern("\"" + execution + "\""))
                        .events()
                        .stream()
                        .map(event -> event.message().strip())
                        .filter(message -> message.startsWith("token "))
                        .findFirst(),
                Optional<String>::isPresent)
            .orElseThrow();
    return line.substring(line.lastIndexOf(' ') + 1);
  }

  private void checkpoint(String execution) {
    var token = token(execution);
    var pages = new ArrayList<String>();
    var page =
        lambda.getDurableExecutionState(
            r -> r.durableExecutionArn(execution).checkpointToken(token).maxItems(1));
    while (true) {
      assertThat(page.operations()).hasSize(1);
      pages.add(page.operations().getFirst().id());
      var marker = page.nextMarker();
      if (marker == null) {
        break;
      }
      page =
          lambda.getDurableExecutionState(
              r ->
                  r.durableExecutionArn(execution)
                      .checkpointToken(token)
                      .marker(marker)
                      .maxItems(1));
    }
    assertThat(pages).hasSize(2).contains("approval");
    var answer =
        lambda.checkpointDurableExecution(
            r ->
                r.durableExecutionArn(execution)
                    .checkpointToken(token)
                    .updates(
                        OperationUpdate.builder()
                            .id("step")
                            .type(OperationType.STEP)
                            .action(OperationAction.START)
                            .build()));
    assertThat(answer.checkpointToken()).isNotEqualTo(token);
  }

  void mappings() {
    api.iam.putRolePolicy(
        r -> r.roleName(name).policyName("queues").policyDocument(QUEUES_ALLOWED));
    for (int i = 0; i < 2; i++) {
      var queue = api.sqs.createQueue(r -> r.queueName("q-" + UUID.randomUUID())).queueUrl();
      var source =
          api.sqs
              .getQueueAttributes(
                  r -> r.queueUrl(queue).attributeNames(QueueAttributeName.QUEUE_ARN))
              .attributes()
              .get(QueueAttributeName.QUEUE_ARN);
      var made =
          lambda.createEventSourceMapping(
              r -> r.functionName(other).eventSourceArn(source).enabled(false));
      mappings.add(made.uuid());
      awaitDisabled(made.uuid());
    }
    var mapping = mappings.getFirst();
    lambda.updateEventSourceMapping(r -> r.uuid(mapping).batchSize(7));
    awaitDisabled(mapping);
    assertThat(lambda.getEventSourceMapping(r -> r.uuid(mapping)).batchSize()).isEqualTo(7);
  }

  private void awaitDisabled(String mapping) {
    Await.until(
        () -> lambda.getEventSourceMapping(r -> r.uuid(mapping)).state(), "Disabled"::equals);
  }

  /// Everything goes again.
  void deletions() {
    mappings.forEach(mapping -> lambda.deleteEventSourceMapping(r -> r.uuid(mapping)));
    lambda.removeLayerVersionPermission(
        r -> r.layerName(name + "-a").versionNumber(1L).statementId("all"));
    lambda.deleteLayerVersion(r -> r.layerName(name + "-a").versionNumber(1L));
    lambda.removePermission(r -> r.functionName(name).statementId("s3"));
    for (var qualifier : new String[] {"live", "test"}) {
      lambda.deleteProvisionedConcurrencyConfig(r -> r.functionName(name).qualifier(qualifier));
      lambda.deleteFunctionUrlConfig(r -> r.functionName(name).qualifier(qualifier));
      lambda.deleteFunctionEventInvokeConfig(r -> r.functionName(name).qualifier(qualifier));
      lambda.deleteAlias(r -> r.functionName(name).name(qualifier));
    }
    lambda.deleteFunctionConcurrency(r -> r.functionName(name));
    for (var function : new String[] {name, other}) {
      lambda.deleteFunctionCodeSigningConfig(r -> r.functionName(function));
    }
    lambda.deleteCodeSigningConfig(r -> r.codeSigningConfigArn(signing));
    for (var function : new String[] {name, other, durable}) {
      lambda.deleteFunction(r -> r.functionName(function));
    }
  }
}
