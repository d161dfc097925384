package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
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
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.RecursiveLoop;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.Runtime;

/// Asynchronous invocation by AWS's SDK: its configuration, destinations, loops, and what Hearth
/// tells of events.
@ExtendWith(Cloud.Extension.class)
class AsyncInvocationTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String FAILS =
      """
      def handler(event, context):
          if not event.get("right"):
              raise ValueError("no good")
          return {"was": event}
      """;
  private static final String PRINTS =
      """
      import json
      def handler(event, context):
          print("told", json.dumps(event))
      """;

  private final Cloud cloud;
  private final AwsBasicCredentials credentials;
  private final LambdaClient lambda;
  private final CloudWatchLogsClient logs;
  private final IamClient iam;
  private final String name = "async-" + UUID.randomUUID();
  private final String told = name + "-told";
  private String role = "";

  AsyncInvocationTest(Cloud cloud) {
    this.cloud = cloud;
    credentials = AwsBasicCredentials.create(cloud.accessKeyId(), cloud.secretAccessKey());
    var provider = StaticCredentialsProvider.create(credentials);
    var http = UrlConnectionHttpClient.builder();
    lambda =
        LambdaClient.builder()
            .endpointOverride(cloud.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(provider)
            .httpClientBuilder(http)
            .build();
    logs =
        CloudWatchLogsClient.builder()
            .endpointOverride(cloud.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(provider)
            .httpClientBuilder(http)
            .build();
    iam =
        IamClient.builder()
            .endpointOverride(cloud.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(provider)
            .httpClientBuilder(http)
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

  private String create(String function, String source) {
    lambda.createFunction(
        r ->
            r.functionName(function)
                .runtime(Runtime.PYTHON3_12)
                .handler("app.handler")
                .role(role)
                .timeout(10)
                .memorySize(512)
                .code(c -> c.zipFile(SdkBytes.fromByteArray(CodeZip.of("app.py", source)))));
    return lambda
        .waiter()
        .waitUntilFunctionActiveV2(r -> r.functionName(function))
        .matched()
        .response()
        .orElseThrow()
        .configuration()
        .functionArn();
  }

  private void allowToInvoke(String resource) {
    iam.putRolePolicy(
        r ->
            r.roleName(name)
                .policyName("invoke")
                .policyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[
                     {"Effect":"Allow","Action":"lambda:InvokeFunction","Resource":"%s"}]}\
                    """
                        .formatted(resource)));
  }

  private String send(String event) {
    var accepted =
        lambda.invoke(
            r ->
                r.functionName(name)
                    .invocationType(InvocationType.EVENT)
                    .payload(SdkBytes.fromUtf8String(event)));
    assertThat(accepted.statusCode()).isEqualTo(202);
    return accepted.responseMetadata().requestId();
  }

  private JsonNode own(String method, String query) {
    try {
      var answer =
          new SignedHttp(cloud.endpoint())
              .send(
                  credentials,
                  Duration.ZERO,
                  "hearth",
                  method,
                  "/_hearth/events?function=" + name + query,
                  Map.of(),
                  "");
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private JsonNode awaitEnd(String requestId) {
    return Await.until(() -> find(requestId), entry -> !entry.isMissingNode());
  }

  private JsonNode find(String requestId) {
    for (var entry : own("GET", "").path("ended")) {
      if (entry.path("requestId").asText().equals(requestId)) {
        return entry;
      }
    }
    return JSON.missingNode();
  }

  private String awaitTold(String words) {
    var found =
        Await.until(
            () -> {
              var groups = logs.describeLogGroups(r -> r.logGroupNamePrefix("/aws/lambda/" + told));
              return groups.logGroups().isEmpty()
                  ? java.util.List.<String>of()
                  : logs
                      .filterLogEvents(
                          r -> r.logGroupName("/aws/lambda/" + told).filterPattern("told"))
                      .events()
                      .stream()
                      .map(event -> event.message())
                      .filter(message -> message.contains(words))
                      .toList();
            },
            lines -> !lines.isEmpty());
    return found.getFirst();
  }

  @Test
  void configurationsArePutChangedListedAndDeleted() {
    create(name, FAILS);
    lambda.publishVersion(r -> r.functionName(name));
    var put =
        lambda.putFunctionEventInvokeConfig(
            r -> r.functionName(name).maximumRetryAttempts(1).maximumEventAgeInSeconds(60));
    assertThat(put.functionArn()).endsWith(":function:" + name + ":$LATEST");
    assertThat(put.lastModified()).isNotNull();
    lambda.putFunctionEventInvokeConfig(
        r -> r.functionName(name).qualifier("1").maximumRetryAttempts(0));
    assertThat(
            lambda
                .updateFunctionEventInvokeConfig(
                    r -> r.functionName(name).maximumEventAgeInSeconds(120))
                .maximumRetryAttempts())
        .isEqualTo(1);
    assertThat(
            lambda
                .getFunctionEventInvokeConfig(r -> r.functionName(name + ":1"))
                .maximumRetryAttempts())
        .isZero();
    var arns = new ArrayList<String>();
    lambda
        .listFunctionEventInvokeConfigsPaginator(r -> r.functionName(name).maxItems(1))
        .functionEventInvokeConfigs()
        .forEach(config -> arns.add(config.functionArn()));
    assertThat(arns).hasSize(2).doesNotHaveDuplicates();
    lambda.deleteFunctionEventInvokeConfig(r -> r.functionName(name));
    assertThatThrownBy(() -> lambda.getFunctionEventInvokeConfig(r -> r.functionName(name)))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("doesn't have an EventInvokeConfig");
  }

  @Test
  void aDestinationThatTheRoleMayNotUseIsRefused() {
    create(name, FAILS);
    assertRefused("arn:aws:sqs:us-east-1:" + cloud.account() + ":q", "SendMessage");
    assertRefused("arn:aws:sns:us-east-1:" + cloud.account() + ":t", "Publish");
    assertRefused(create(told, PRINTS), "InvokeFunction");
  }

  private void assertRefused(String destination, String action) {
    assertThatThrownBy(() -> tellOf(destination))
        .isInstanceOf(InvalidParameterValueException.class)
        .hasMessageContaining(
            "The function's execution role does not have permissions to call " + action + " on");
  }

  private void tellOf(String arn) {
    lambda.putFunctionEventInvokeConfig(
        r ->
            r.functionName(name)
                .maximumRetryAttempts(0)
                .destinationConfig(
                    d -> d.onSuccess(s -> s.destination(arn)).onFailure(f -> f.destination(arn))));
  }

  @Test
  void anotherFunctionIsToldHowAnEventEndedAndAFailedOneIsRedriven() throws Exception {
    create(name, FAILS);
    var toldArn = create(told, PRINTS);
    allowToInvoke(toldArn);
    tellOf(toldArn);

    var failed = send("{\"n\":1}");
    var succeeded = send("{\"right\":true}");
    assertThat(awaitEnd(failed).path("outcome").asText()).isEqualTo("RetriesExhausted");
    assertThat(awaitEnd(failed).path("why").asText()).contains("no good");
    assertThat(awaitEnd(succeeded).path("outcome").asText()).isEqualTo("Success");

    var line = awaitTold(failed);
    var record = JSON.readTree(line.substring(line.indexOf('{')));
    assertThat(record.at("/requestContext/condition").asText()).isEqualTo("RetriesExhausted");
    assertThat(record.at("/requestPayload/n").asInt()).isEqualTo(1);
    assertThat(record.at("/responsePayload/errorType").asText()).isEqualTo("ValueError");
    assertThat(awaitTold(succeeded)).contains("\"condition\": \"Success\"");

    assertThat(own("GET", "&failed=true").path("ended")).hasSize(1);
    var anew = own("POST", "&redrive=" + failed).path("requestId").asText();
    assertThat(awaitEnd(anew).path("outcome").asText()).isEqualTo("RetriesExhausted");
    assertThat(find(failed).path("redrivenAs").asText()).isEqualTo(anew);
    assertThat(own("POST", "&redrive=" + failed).path("code").asText())
        .isEqualTo("ResourceConflictException");
  }

  @Test
  void aFunctionThatSendsItselfEventsIsStoppedAfterSixteenRounds() {
    create(
        name,
        """
        import boto3
        def handler(event, context):
            boto3.client("lambda").invoke(
                FunctionName=context.function_name, InvocationType="Event", Payload=b"{}")
        """);
    allowToInvoke("*");
    send("{}");

    var entries = Await.until(() -> own("GET", ""), found -> found.path("ended").size() == 17);
    assertThat(entries.path("ended"))
        .filteredOn(event -> event.path("outcome").asText().equals("RecursiveInvocation"))
        .hasSize(1);
    assertThat(
            lambda
                .putFunctionRecursionConfig(
                    r -> r.functionName(name).recursiveLoop(RecursiveLoop.TERMINATE))
                .recursiveLoop())
        .isEqualTo(RecursiveLoop.TERMINATE);
  }

  @Test
  void aFunctionThatCallsItselfAndWaitsIsRefusedInTheEnd() {
    create(
        name,
        """
        import boto3, json
        def handler(event, context):
            client = boto3.client("lambda")
            try:
                answer = client.invoke(FunctionName=context.function_name, Payload=b"{}")
                return json.loads(answer["Payload"].read())
            except client.exceptions.RecursiveInvocationException as e:
                return {"stopped": str(e)}
        """);
    lambda.updateFunctionConfiguration(r -> r.functionName(name).timeout(60));
    lambda.waiter().waitUntilFunctionUpdatedV2(r -> r.functionName(name));
    allowToInvoke("*");

    var answer = lambda.invoke(r -> r.functionName(name)).payload().asUtf8String();
    assertThat(answer).contains("stopped", "recursive loop");
  }
}
