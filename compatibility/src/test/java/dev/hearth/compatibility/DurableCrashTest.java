package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.Event;
import software.amazon.awssdk.services.lambda.model.EventType;
import software.amazon.awssdk.services.lambda.model.ExecutionStatus;
import software.amazon.awssdk.services.lambda.model.GetDurableExecutionResponse;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.Runtime;

/// Durable executions, of AWS's own SDK for Python, in a Hearth that is killed again and again
/// while they run.
class DurableCrashTest {
  private static final int EXECUTIONS = 6;
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Everything that an execution can wait for. What a step answers is never the same twice, so a
  /// result shows which of its runs was recorded.
  private static final String ORDER =
      """
      from uuid import uuid4
      from aws_durable_execution_sdk_python import durable_execution
      from aws_durable_execution_sdk_python.config import Duration

      @durable_execution
      def handler(event, context):
          first = context.step(lambda _: str(uuid4()), name="first")
          context.wait(Duration.from_seconds(1), name="pause")
          callback = context.create_callback(name="approval")
          approval = callback.result()
          doubled = context.invoke("double", event["n"], name="double")
          last = context.step(lambda _: str(uuid4()), name="last")
          return {"first": first, "approval": approval, "doubled": doubled, "last": last}
      """;

  private static final String DOUBLE = "def handler(event, context):\n    return event * 2\n";

  @TempDir private Path folder;

  /// Executions in the order of their numbers.
  private final List<String> begun = new ArrayList<>();

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void everyExecutionEndsOnceWithItsRightHistoryAlthoughHearthIsKilled() throws Exception {
    try (var hearth = start();
        var lambda = hearth.client(LambdaClient.builder()).build()) {
      deploy(hearth, lambda);
      for (int n = 0; n < EXECUTIONS; n++) {
        begin(lambda, n);
      }
      hearth.kill(); // in the middle of first invocations
    }
    try (var hearth = start();
        var lambda = hearth.client(LambdaClient.builder()).build()) {
      awaitAny(lambda, EventType.STEP_SUCCEEDED);
      hearth.kill(); // while some wait and some have not come so far
    }
    try (var hearth = start();
        var lambda = hearth.client(LambdaClient.builder()).build()) {
      awaitAny(lambda, EventType.CALLBACK_STARTED);
      hearth.kill();
    }
    try (var hearth = start();
        var lambda = hearth.client(LambdaClient.builder()).build()) {
      for (int n = 0; n < EXECUTIONS; n++) {
        approve(lambda, n);
      }
      awaitAny(lambda, EventType.CHAINED_INVOKE_STARTED);
      hearth.kill(); // while functions of chained invocations run
    }
    try (var hearth = start();
        var lambda = hearth.client(LambdaClient.builder()).build()) {
      for (int n = 0; n < EXECUTIONS; n++) {
        checkEnd(lambda, n);
      }
      assertThat(
              lambda
                  .listDurableExecutionsByFunctionPaginator(r -> r.functionName("order"))
                  .durableExecutions())
          .hasSize(EXECUTIONS);
    }
  }

  private HearthProcess start() throws IOException {
    return HearthProcess.start(folder.resolve("data"));
  }

  private void begin(LambdaClient lambda, int n) {
    begun.add(
        lambda
            .invoke(
                r ->
                    r.functionName("order")
                        .qualifier("$LATEST")
                        .durableExecutionName("order-" + n)
                        .invocationType(InvocationType.EVENT)
                        .payload(SdkBytes.fromUtf8String("{\"n\":" + n + "}")))
            .durableExecutionArn());
  }

  private static List<Event> history(LambdaClient lambda, String arn) {
    return lambda
        .getDurableExecutionHistoryPaginator(
            r -> r.durableExecutionArn(arn).includeExecutionData(true))
        .events()
        .stream()
        .toList();
  }

  private static List<Event> of(List<Event> history, EventType type) {
    return history.stream().filter(event -> event.eventType() == type).toList();
  }

  private void awaitAny(LambdaClient lambda, EventType type) {
    var _ =
        Await.until(
            () -> begun.stream().anyMatch(arn -> !of(history(lambda, arn), type).isEmpty()),
            found -> found);
  }

  /// Ends the callback of an execution, as soon as it waits for it.
  private void approve(LambdaClient lambda, int n) {
    var callback =
        Await.until(
                () ->
                    of(history(lambda, begun.get(n)), EventType.CALLBACK_STARTED).stream()
                        .findFirst(),
                Optional::isPresent)
            .orElseThrow()
            .callbackStartedDetails()
            .callbackId();
    lambda.sendDurableExecutionCallbackSuccess(
        r -> r.callbackId(callback).result(SdkBytes.fromUtf8String("\"yes " + n + "\"")));
  }

  private void checkEnd(LambdaClient lambda, int n) throws IOException {
    var arn = begun.get(n);
    GetDurableExecutionResponse end =
        Await.until(
            () -> lambda.getDurableExecution(r -> r.durableExecutionArn(arn)),
            execution -> execution.status() != ExecutionStatus.RUNNING);
    assertThat(end.status()).as("%s", end).isEqualTo(ExecutionStatus.SUCCEEDED);
    var result = JSON.readTree(end.result());
    assertThat(JSON.readTree(result.path("approval").asText()).asText()).isEqualTo("yes " + n);
    assertThat(result.path("doubled").asInt()).isEqualTo(2 * n);
    checkHistory(history(lambda, arn), result);
  }

  private static void checkHistory(List<Event> history, JsonNode result) throws IOException {
    for (int i = 0; i < history.size(); i++) {
      assertThat(history.get(i).eventId()).isEqualTo(i + 1);
    }
    // However often the function was invoked and steps were begun, what ended did so once and in
    // order.
    assertThat(history)
        .extracting(Event::eventType)
        .filteredOn(
            type -> type != EventType.INVOCATION_COMPLETED && type != EventType.STEP_STARTED)
        .containsExactly(
            EventType.EXECUTION_STARTED,
            EventType.STEP_SUCCEEDED,
            EventType.WAIT_STARTED,
            EventType.WAIT_SUCCEEDED,
            EventType.CALLBACK_STARTED,
            EventType.CALLBACK_SUCCEEDED,
            EventType.CHAINED_INVOKE_STARTED,
            EventType.CHAINED_INVOKE_SUCCEEDED,
            EventType.STEP_SUCCEEDED,
            EventType.EXECUTION_SUCCEEDED);
    assertThat(of(history, EventType.STEP_SUCCEEDED))
        .extracting(DurableCrashTest::result)
        .containsExactly(result.path("first").asText(), result.path("last").asText());
    var wait = of(history, EventType.WAIT_STARTED).getFirst();
    assertThat(of(history, EventType.WAIT_SUCCEEDED).getFirst().eventTimestamp())
        .isAfterOrEqualTo(wait.eventTimestamp().plusSeconds(1));
  }

  private static String result(Event event) {
    try {
      return JSON.readTree(event.stepSucceededDetails().result().payload()).asText();
    } catch (IOException e) {
      throw new AssertionError(event.toString(), e);
    }
  }

  private static void deploy(HearthProcess hearth, LambdaClient lambda)
      throws IOException, InterruptedException {
    String role;
    try (var iam = hearth.client(IamClient.builder()).build()) {
      role =
          iam.createRole(r -> r.roleName("order").assumeRolePolicyDocument(Cloud.TRUST_LAMBDA))
              .role()
              .arn();
      iam.attachRolePolicy(
          r -> r.roleName("order").policyArn("arn:aws:iam::aws:policy/AdministratorAccess"));
    }
    create(lambda, function("double", role, CodeZip.of("app.py", DOUBLE)));
    create(
        lambda,
        function("order", role, CodeZip.of("app.py", ORDER, Clients.durableSdk()))
            .durableConfig(d -> d.executionTimeout(300).retentionPeriodInDays(1)));
  }

  private static CreateFunctionRequest.Builder function(String name, String role, byte[] code) {
    return CreateFunctionRequest.builder()
        .functionName(name)
        .runtime(Runtime.PYTHON3_13)
        .handler("app.handler")
        .role(role)
        .timeout(30)
        .memorySize(1024)
        .code(c -> c.zipFile(SdkBytes.fromByteArray(code)));
  }

  private static void create(LambdaClient lambda, CreateFunctionRequest.Builder function) {
    var request = function.build();
    lambda.createFunction(request);
    lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName(request.functionName()));
  }
}
