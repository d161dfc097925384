package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.DurableExecutionAlreadyStartedException;
import software.amazon.awssdk.services.lambda.model.Event;
import software.amazon.awssdk.services.lambda.model.EventType;
import software.amazon.awssdk.services.lambda.model.Execution;
import software.amazon.awssdk.services.lambda.model.ExecutionStatus;
import software.amazon.awssdk.services.lambda.model.GetDurableExecutionResponse;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.Runtime;

/// Durable functions, with AWS's own durable execution SDK in the function and its Lambda client
/// outside.
@ExtendWith(Cloud.Extension.class)
class DurableFunctionTest {
  private static final String MAY_RUN =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Resource":"*","Action":[
       "lambda:CheckpointDurableExecution","lambda:GetDurableExecutionState",
       "lambda:InvokeFunction"]}]}\
      """;

  /// Takes two steps, of which the second fails once, waits, and then for a callback.
  private static final String ORDER =
      """
      from aws_durable_execution_sdk_python import durable_execution
      from aws_durable_execution_sdk_python.config import Duration, StepConfig
      from aws_durable_execution_sdk_python.retries import RetryStrategyConfig
      from aws_durable_execution_sdk_python.retries import create_retry_strategy

      RETRY = StepConfig(retry_strategy=create_retry_strategy(RetryStrategyConfig(
          max_attempts=3, initial_delay=Duration.from_seconds(1))))

      def flaky(step):
          if step.attempt < 2:
              raise ValueError("not yet")
          return step.attempt

      @durable_execution
      def handler(event, context):
          first = context.step(lambda _: event["n"] + 1, name="add")
          attempts = context.step(flaky, name="flaky", config=RETRY)
          context.wait(Duration.from_seconds(1), name="pause")
          both = context.parallel([lambda c: c.step(lambda _: "a"), lambda c: c.step(lambda _: "b")])
          result = {"first": first, "attempts": attempts, "both": both.get_results()}
          if event.get("callback"):
              callback = context.create_callback(name="approval")
              result["approval"] = callback.result()
          return result
      """;

  private final LambdaClient lambda;
  private final IamClient iam;
  private final String name = "durable-" + UUID.randomUUID();

  DurableFunctionTest(Cloud cloud) {
    var credentials =
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(cloud.accessKeyId(), cloud.secretAccessKey()));
    lambda =
        LambdaClient.builder()
            .endpointOverride(cloud.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    iam =
        IamClient.builder()
            .endpointOverride(cloud.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
  }

  @BeforeEach
  void create() throws IOException, InterruptedException {
    var role =
        iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(Cloud.TRUST_LAMBDA)).role();
    iam.putRolePolicy(r -> r.roleName(name).policyName("run").policyDocument(MAY_RUN));
    var code = SdkBytes.fromByteArray(CodeZip.of("app.py", ORDER, Clients.durableSdk()));
    lambda.createFunction(
        r ->
            r.functionName(name)
                .runtime(Runtime.PYTHON3_13)
                .handler("app.handler")
                .role(role.arn())
                .timeout(30)
                .memorySize(1024)
                .publish(true)
                .durableConfig(d -> d.executionTimeout(300).retentionPeriodInDays(7))
                .code(c -> c.zipFile(code)));
    lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName(name));
  }

  @AfterEach
  void closeClients() {
    lambda.close();
    iam.close();
  }

  private GetDurableExecutionResponse awaitEnd(String arn) {
    return Await.until(
        () -> lambda.getDurableExecution(r -> r.durableExecutionArn(arn)),
        execution -> execution.status() != ExecutionStatus.RUNNING);
  }

  private List<Event> history(String arn) {
    return lambda
        .getDurableExecutionHistoryPaginator(r -> r.durableExecutionArn(arn).maxItems(1))
        .events()
        .stream()
        .toList();
  }

  @Test
  void aSynchronousInvocationWaitsForStepsRetriesWaitsAndBranches() {
    var answer =
        lambda.invoke(
            r ->
                r.functionName(name)
                    .qualifier("1")
                    .durableExecutionName("order-1")
                    .payload(SdkBytes.fromUtf8String("{\"n\":1}")));

    assertThat(answer.functionError()).isNull();
    assertThat(answer.payload().asUtf8String())
        .isEqualTo("{\"first\": 2, \"attempts\": 2, \"both\": [\"a\", \"b\"]}");
    var arn = answer.durableExecutionArn();
    assertThat(arn).contains(":function:" + name + ":1/durable-execution/order-1/");
    assertThat(awaitEnd(arn).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(history(arn))
        .extracting(Event::eventType)
        .startsWith(EventType.EXECUTION_STARTED)
        .contains(EventType.STEP_FAILED, EventType.WAIT_SUCCEEDED, EventType.CONTEXT_SUCCEEDED)
        .endsWith(EventType.EXECUTION_SUCCEEDED);
    assertThat(
            lambda
                .listDurableExecutionsByFunctionPaginator(r -> r.functionName(name).maxItems(1))
                .durableExecutions()
                .stream()
                .map(Execution::durableExecutionArn))
        .containsExactly(arn);
    assertThatThrownBy(
            () ->
                lambda.invoke(
                    r ->
                        r.functionName(name)
                            .qualifier("1")
                            .durableExecutionName("order-1")
                            .payload(SdkBytes.fromUtf8String("{\"n\":2}"))))
        .isInstanceOf(DurableExecutionAlreadyStartedException.class);
  }

  private String startWithCallback() {
    return lambda
        .invoke(
            r ->
                r.functionName(name)
                    .qualifier("1")
                    .invocationType(InvocationType.EVENT)
                    .payload(SdkBytes.fromUtf8String("{\"n\":1,\"callback\":true}")))
        .durableExecutionArn();
  }

  private String awaitCallback(String arn) {
    return Await.until(
            () ->
                history(arn).stream()
                    .filter(event -> event.eventType() == EventType.CALLBACK_STARTED)
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow()
        .callbackStartedDetails()
        .callbackId();
  }

  @Test
  void anAsynchronousExecutionWaitsForItsCallback() {
    var arn = startWithCallback();
    var callback = awaitCallback(arn);
    lambda.sendDurableExecutionCallbackHeartbeat(r -> r.callbackId(callback));
    lambda.sendDurableExecutionCallbackSuccess(
        r -> r.callbackId(callback).result(SdkBytes.fromUtf8String("\"yes\"")));

    var ended = awaitEnd(arn);
    assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(ended.result()).contains("yes");
  }

  @Test
  void aFailedCallbackFailsTheExecutionAndAStoppedOneIsStopped() {
    var failing = startWithCallback();
    var callback = awaitCallback(failing);
    lambda.sendDurableExecutionCallbackFailure(
        r -> r.callbackId(callback).error(e -> e.errorType("No").errorMessage("rejected")));
    assertThat(awaitEnd(failing).status()).isEqualTo(ExecutionStatus.FAILED);

    var stopped = startWithCallback();
    lambda.stopDurableExecution(r -> r.durableExecutionArn(stopped));
    assertThat(awaitEnd(stopped).status()).isEqualTo(ExecutionStatus.STOPPED);
  }

  @Test
  void whatDoesNotFitIsRefusedWithAwsCodes() {
    assertThatThrownBy(() -> lambda.invoke(r -> r.functionName(name)))
        .isInstanceOf(InvalidParameterValueException.class)
        .hasMessageContaining("unqualified");
    assertThatThrownBy(
            () -> lambda.sendDurableExecutionCallbackSuccess(r -> r.callbackId("00000000000000")))
        .isInstanceOf(ResourceNotFoundException.class);
    var arn = startWithCallback();
    assertThatThrownBy(
            () ->
                lambda.checkpointDurableExecution(
                    r -> r.durableExecutionArn(arn).checkpointToken("AAAA")))
        .isInstanceOf(InvalidParameterValueException.class)
        .hasMessageContaining("Invalid checkpoint token");
  }
}
