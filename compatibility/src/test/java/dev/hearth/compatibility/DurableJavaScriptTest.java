package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
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
import software.amazon.awssdk.services.lambda.model.Event;
import software.amazon.awssdk.services.lambda.model.EventType;
import software.amazon.awssdk.services.lambda.model.ExecutionStatus;
import software.amazon.awssdk.services.lambda.model.GetDurableExecutionResponse;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.Runtime;

/// Durable functions written with AWS's own durable execution SDK for JavaScript, as it is.
@ExtendWith(Cloud.Extension.class)
class DurableJavaScriptTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String MAY_RUN =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Resource":"*","Action":[
       "lambda:CheckpointDurableExecution","lambda:GetDurableExecutionState",
       "lambda:InvokeFunction"]}]}\
      """;

  /// One handler for each thing that an execution can do.
  private static final String HANDLERS =
      """
      const { withDurableExecution } = require("@aws/durable-execution-sdk-js");

      const tried = new Set(); // of this sandbox
      const tasks = {
        async steps(event, context) {
          const first = await context.step("add", async () => event.n + 1);
          const flaky = await context.step("flaky", async () => {
            if (!tried.has(event.once)) { tried.add(event.once); throw new Error("not yet"); }
            return "settled";
          }, { retryStrategy: (_, attempt) =>
                ({ shouldRetry: attempt < 9, delay: { seconds: 1 } }) });
          await context.wait("pause", { seconds: 1 });
          const both = await context.parallel([
            async (c) => c.step(async () => "a"),
            async (c) => { await c.wait({ seconds: 1 }); return c.step(async () => "b"); },
          ]);
          const squares = await context.map([1, 2, 3],
            async (c, item) => c.step(async () => item * item), { maxConcurrency: 2 });
          const child = await context.runInChildContext("child",
            async (c) => c.step(async () => "inner"));
          const polled = await context.waitForCondition(async (n) => n + 1, {
            initialState: 0,
            waitStrategy: (n) => n >= 2
              ? { shouldContinue: false } : { shouldContinue: true, delay: { seconds: 1 } },
          });
          return { first, flaky, both: both.getResults(), squares: squares.getResults(), child,
                   polled };
        },
        async callback(event, context) {
          return context.waitForCallback("approval", async () => {}, { timeout: { minutes: 2 } });
        },
        async chain(event, context) {
          return context.invoke("double", event.target, { task: "twice", n: event.n });
        },
        async twice(event, context) {
          await context.wait({ seconds: 1 });
          return event.n * 2;
        },
        async fail(event, context) {
          return context.step("broken", async () => { throw new TypeError("for good"); },
            { retryStrategy: () => ({ shouldRetry: false }) });
        },
        async large(event, context) {
          const pieces = [];
          for (let i = 0; i < 24; i++)
            pieces.push(await context.step(async () => "x".repeat(200_000)));
          await context.wait({ seconds: 1 });
          return pieces.join("").length;
        },
      };

      exports.handler = withDurableExecution((event, context) => tasks[event.task](event, context));
      """;

  private final LambdaClient lambda;
  private final IamClient iam;
  private final String name = "durable-js-" + UUID.randomUUID();

  DurableJavaScriptTest(Cloud cloud) {
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
    var code =
        SdkBytes.fromByteArray(CodeZip.of("app.js", HANDLERS, Clients.durableSdkForJavaScript()));
    lambda.createFunction(
        r ->
            r.functionName(name)
                .runtime(Runtime.NODEJS22_X)
                .handler("app.handler")
                .role(role.arn())
                .timeout(30)
                .memorySize(256)
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

  private String start(String input) {
    return lambda
        .invoke(
            r ->
                r.functionName(name)
                    .qualifier("1")
                    .invocationType(InvocationType.EVENT)
                    .payload(SdkBytes.fromUtf8String(input)))
        .durableExecutionArn();
  }

  private GetDurableExecutionResponse awaitEnd(String arn) {
    return Await.until(
        () -> lambda.getDurableExecution(r -> r.durableExecutionArn(arn)),
        execution -> execution.status() != ExecutionStatus.RUNNING);
  }

  private String result(String arn) {
    var end = awaitEnd(arn);
    assertThat(end.status()).as("%s", end).isEqualTo(ExecutionStatus.SUCCEEDED);
    return end.result();
  }

  private List<Event> history(String arn) {
    return lambda
        .getDurableExecutionHistoryPaginator(r -> r.durableExecutionArn(arn))
        .events()
        .stream()
        .toList();
  }

  @Test
  void stepsRetriesWaitsBranchesMapsAndConditionsGoThrough() throws IOException {
    var arn = start("{\"task\":\"steps\",\"n\":0,\"once\":\"a\"}");
    assertThat(JSON.readTree(result(arn)))
        .isEqualTo(
            JSON.readTree(
                """
                {"first":1,"flaky":"settled","both":["a","b"],"squares":[1,4,9],"child":"inner",
                 "polled":2}\
                """));
    var history = history(arn);
    assertThat(history)
        .extracting(Event::eventType)
        .startsWith(EventType.EXECUTION_STARTED)
        .contains(EventType.WAIT_SUCCEEDED, EventType.CONTEXT_SUCCEEDED)
        .endsWith(EventType.EXECUTION_SUCCEEDED);
    var failed =
        history.stream().filter(event -> event.eventType() == EventType.STEP_FAILED).toList();
    assertThat(failed).isNotEmpty().allMatch(event -> "flaky".equals(event.name()));
    assertThat(failed.getFirst().stepFailedDetails().retryDetails().nextAttemptDelaySeconds())
        .isEqualTo(1);
  }

  @Test
  void aCallbackIsWaitedForAndItsFailureFailsTheExecution() {
    var answered = start("{\"task\":\"callback\"}");
    lambda.sendDurableExecutionCallbackSuccess(
        r -> r.callbackId(awaitCallback(answered)).result(SdkBytes.fromUtf8String("yes")));
    assertThat(result(answered)).isEqualTo("\"yes\"");

    var refused = start("{\"task\":\"callback\"}");
    lambda.sendDurableExecutionCallbackFailure(
        r ->
            r.callbackId(awaitCallback(refused))
                .error(e -> e.errorType("No").errorMessage("rejected")));
    var end = awaitEnd(refused);
    assertThat(end.status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(end.error().errorMessage()).contains("rejected");
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
  void anExecutionInvokesAnotherDurableFunctionAndHasItsResult() {
    var target = lambda.getFunctionConfiguration(r -> r.functionName(name)).functionArn() + ":1";
    assertThat(result(start("{\"task\":\"chain\",\"n\":21,\"target\":\"" + target + "\"}")))
        .isEqualTo("42");
  }

  @Test
  void aStepThatIsGivenUpFailsTheExecutionWithItsError() {
    var end = awaitEnd(start("{\"task\":\"fail\"}"));
    assertThat(end.status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(end.error().errorMessage()).contains("for good");
  }

  @Test
  void aStateOfMoreThanOnePageIsReplayedWhole() {
    assertThat(result(start("{\"task\":\"large\"}"))).isEqualTo("4800000");
  }
}
