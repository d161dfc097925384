package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
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
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.RequestTooLargeException;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.Runtime;

@ExtendWith(Cloud.Extension.class)
class JavaSdkTest {
  private static final String ECHO =
      """
      def handler(event, context):
          print("got", event["name"])
          return {"hello": event["name"], "id": context.aws_request_id}
      """;

  private final LambdaClient lambda;
  private final CloudWatchLogsClient logs;
  private final IamClient iam;
  private final String name = "java-sdk-" + UUID.randomUUID();
  private String role = "";

  JavaSdkTest(Cloud cloud) {
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
    logs =
        CloudWatchLogsClient.builder()
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
  void makeRole() {
    role =
        iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(Cloud.TRUST_LAMBDA))
            .role()
            .arn();
  }

  @AfterEach
  void closeClients() {
    lambda.close();
    logs.close();
    iam.close();
  }

  private CreateFunctionResponse create(Runtime runtime, String file, String source) {
    var created =
        lambda.createFunction(
            r ->
                r.functionName(name)
                    .runtime(runtime)
                    .handler(file.substring(0, file.lastIndexOf('.')) + ".handler")
                    .role(role)
                    .timeout(5)
                    .code(c -> c.zipFile(SdkBytes.fromByteArray(CodeZip.of(file, source)))));
    lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName(name));
    return created;
  }

  private InvokeResponse invoke(String payload) {
    return lambda.invoke(
        r -> r.functionName(name).logType(LogType.TAIL).payload(SdkBytes.fromUtf8String(payload)));
  }

  @Test
  void aFunctionIsCreatedInvokedUpdatedTailedAndDeleted() {
    create(Runtime.PYTHON3_12, "app.py", ECHO);

    var answer = invoke("{\"name\":\"you\"}");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.functionError()).isNull();
    assertThat(answer.executedVersion()).isEqualTo("$LATEST");
    assertThat(answer.payload().asUtf8String()).contains("\"hello\": \"you\"");
    assertThat(new String(Base64.getDecoder().decode(answer.logResult()), StandardCharsets.UTF_8))
        .contains("START RequestId:", "got you\n", "REPORT RequestId:", "Init Duration:");

    lambda.updateFunctionCode(
        r ->
            r.functionName(name)
                .zipFile(
                    SdkBytes.fromByteArray(
                        CodeZip.of("app.py", "def handler(e, c):\n    return 'second'\n"))));
    lambda.waiter().waitUntilFunctionUpdatedV2(r -> r.functionName(name));
    assertThat(invoke("{}").payload().asUtf8String()).isEqualTo("\"second\"");

    var lines = Await.until(() -> logged("got"), events -> !events.isEmpty());
    assertThat(lines.getFirst().message()).isEqualTo("got you\n");

    lambda.deleteFunction(r -> r.functionName(name));
    assertThatThrownBy(() -> invoke("{}"))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("Function not found: arn:aws:lambda:us-east-1:");
  }

  /// Lines are stored, and the first makes the group, a moment after they were written.
  private List<FilteredLogEvent> logged(String pattern) {
    try {
      return logs.filterLogEvents(r -> r.logGroupName("/aws/lambda/" + name).filterPattern(pattern))
          .events();
    } catch (software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException e) {
      return List.of();
    }
  }

  @Test
  void aNodeFunctionAnswers() {
    create(
        Runtime.NODEJS22_X,
        "index.mjs",
        "export const handler = async (event) => ({ hello: event.name });\n");

    assertThat(invoke("{\"name\":\"node\"}").payload().asUtf8String())
        .isEqualTo("{\"hello\":\"node\"}");
  }

  @Test
  void aFunctionCallsHearthBackWithItsRolesCredentials() {
    iam.putRolePolicy(
        r ->
            r.roleName(name)
                .policyName("list")
                .policyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[
                     {"Effect":"Allow","Action":"lambda:ListFunctions","Resource":"*"}]}\
                    """));
    create(
        Runtime.PYTHON3_13,
        "app.py",
        """
        import boto3
        def handler(event, context):
            me = boto3.client("sts").get_caller_identity()["Arn"]
            names = [f["FunctionName"] for f in boto3.client("lambda").list_functions()["Functions"]]
            try:
                boto3.client("lambda").delete_function(FunctionName=context.function_name)
                refused = "no"
            except Exception as e:
                refused = type(e).__name__ + ": " + str(e)
            return {"me": me, "names": names, "refused": refused}
        """);

    assertThat(invoke("{}").payload().asUtf8String())
        .contains("assumed-role/" + name + "/" + name, "AccessDenied", "lambda:DeleteFunction");
  }

  @Test
  void aHandlersExceptionIsAnAnswerWithItsTrace() {
    create(Runtime.PYTHON3_12, "app.py", "def handler(e, c):\n    raise ValueError('no good')\n");

    var answer = invoke("{}");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.functionError()).isEqualTo("Unhandled");
    assertThat(answer.payload().asUtf8String())
        .contains("\"errorMessage\": \"no good\"", "\"errorType\": \"ValueError\"", "stackTrace");
  }

  @Test
  void aHandlerThatNeverAnswersTimesOutAndTheNextInvocationRunsAfresh() {
    create(
        Runtime.PYTHON3_12,
        "app.py",
        """
        import time
        def handler(event, context):
            while event.get("hang"):
                time.sleep(1)
            return "alive"
        """);
    lambda.updateFunctionConfiguration(r -> r.functionName(name).timeout(1));
    lambda.waiter().waitUntilFunctionUpdatedV2(r -> r.functionName(name));

    var answer = invoke("{\"hang\":true}");
    assertThat(answer.functionError()).isEqualTo("Unhandled");
    assertThat(answer.payload().asUtf8String()).contains("Task timed out after 1.00 seconds");
    assertThat(invoke("{}").payload().asUtf8String()).isEqualTo("\"alive\"");
  }

  @Test
  void aHandlerThatExitsIsToldAsSuch() {
    create(Runtime.PYTHON3_12, "app.py", "import os\ndef handler(e, c):\n    os._exit(3)\n");

    var answer = invoke("{}");
    assertThat(answer.functionError()).isEqualTo("Unhandled");
    assertThat(answer.payload().asUtf8String())
        .contains("Runtime.ExitError", "Runtime exited with error: exit status 3");
  }

  @Test
  void aMemoryHogIsKilledAndSaidToHaveBeen() {
    create(
        Runtime.PYTHON3_12,
        "app.py",
        "def handler(e, c):\n    x = bytearray(400 * 1024 * 1024)\n    return len(x)\n");

    var answer = invoke("{}");
    assertThat(answer.functionError()).isEqualTo("Unhandled");
    assertThat(answer.payload().asUtf8String()).contains("Runtime.OutOfMemory");
  }

  @Test
  void aMissingHandlerFileIsAnImportError() {
    create(Runtime.PYTHON3_12, "other.py", "x = 1\n");
    lambda.updateFunctionConfiguration(r -> r.functionName(name).handler("app.handler"));
    lambda.waiter().waitUntilFunctionUpdatedV2(r -> r.functionName(name));

    var answer = invoke("{}");
    assertThat(answer.functionError()).isEqualTo("Unhandled");
    assertThat(answer.payload().asUtf8String())
        .contains("Runtime.ImportModuleError", "Unable to import module 'app'");
  }

  @Test
  void anEventIsAcceptedAndRunsLater() {
    create(Runtime.PYTHON3_12, "app.py", ECHO);

    var accepted =
        lambda.invoke(
            r ->
                r.functionName(name)
                    .invocationType(InvocationType.EVENT)
                    .payload(SdkBytes.fromUtf8String("{\"name\":\"later\"}")));

    assertThat(accepted.statusCode()).isEqualTo(202);
    Await.until(
        () -> logs.describeLogGroups(r -> r.logGroupNamePrefix("/aws/lambda/" + name)).logGroups(),
        groups -> !groups.isEmpty());
    var lines =
        Await.until(
            () ->
                logs.filterLogEvents(
                        r -> r.logGroupName("/aws/lambda/" + name).filterPattern("\"got later\""))
                    .events(),
            events -> !events.isEmpty());
    assertThat(lines).hasSize(1);
  }

  @Test
  void anEventForNoFunctionIsRefusedAndNotAccepted() {
    assertThatThrownBy(
            () -> lambda.invoke(r -> r.functionName("nobody").invocationType(InvocationType.EVENT)))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void aDryRunChecksAndRunsNothing() {
    create(Runtime.PYTHON3_12, "app.py", ECHO);

    assertThat(
            lambda
                .invoke(r -> r.functionName(name).invocationType(InvocationType.DRY_RUN))
                .statusCode())
        .isEqualTo(204);
  }

  @Test
  void aSecondFunctionOfTheSameNameIsAConflict() {
    create(Runtime.PYTHON3_12, "app.py", ECHO);

    assertThatThrownBy(() -> create(Runtime.PYTHON3_12, "app.py", ECHO))
        .isInstanceOf(ResourceConflictException.class)
        .hasMessageContaining("Function already exist: " + name);
  }

  @Test
  void aPayloadBeyondSixMegabytesIsTooLarge() {
    create(Runtime.PYTHON3_12, "app.py", ECHO);

    assertThatThrownBy(() -> invoke("\"" + "x".repeat(6_291_456) + "\""))
        .isInstanceOf(RequestTooLargeException.class)
        .hasMessageContaining("Request must be smaller than 6291456 bytes");
  }

  @Test
  void aFunctionDeletedWhileItRunsStillAnswersWhoeverWaits() throws Exception {
    create(
        Runtime.PYTHON3_12,
        "app.py",
        "import time\ndef handler(e, c):\n    print('in')\n    time.sleep(1)\n    return 'done'\n");
    try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
      var running = threads.submit(() -> invoke("{}"));
      Await.until(
          () ->
              logs.describeLogGroups(r -> r.logGroupNamePrefix("/aws/lambda/" + name)).logGroups(),
          groups -> !groups.isEmpty());
      lambda.deleteFunction(r -> r.functionName(name));

      assertThat(running.get().payload().asUtf8String()).isEqualTo("\"done\"");
    }
    assertThatThrownBy(() -> invoke("{}")).isInstanceOf(ResourceNotFoundException.class);
  }
}
