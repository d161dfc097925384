package dev.hearth.compatibility;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamCompleteEvent;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamRequest;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamResponse;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.ResponseStreamingInvocationType;
import software.amazon.awssdk.services.lambda.model.Runtime;

/// InvokeWithResponseStream through the SDK for Java's asynchronous client, and boto3.
@ExtendWith(Cloud.Extension.class)
class ResponseStreamTest {
  /// Streams as the event tells: pieces with pauses, an error in the middle, no end.
  private static final String STREAMING =
      """
      import { setTimeout as pause } from 'node:timers/promises';
      export const handler = awslambda.streamifyResponse(async (event, stream) => {
        stream.setContentType('text/plain');
        stream.write('one ');
        await pause(event.pause ?? 0);
        if (event.fail) throw new RangeError('in the middle');
        stream.write('two');
        stream.end();
        console.log('streamed');
      });
      """;

  private final Cloud cloud;
  private final LambdaClient lambda;
  private final LambdaAsyncClient streaming;
  private final IamClient iam;
  private final String name = "streaming-" + UUID.randomUUID();
  private String role = "";

  ResponseStreamTest(Cloud cloud) {
    this.cloud = cloud;
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
    streaming =
        LambdaAsyncClient.builder()
            .endpointOverride(cloud.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials)
            .httpClientBuilder(NettyNioAsyncHttpClient.builder())
            .overrideConfiguration(c -> c.retryStrategy(r -> r.maxAttempts(1)))
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
    streaming.close();
    iam.close();
  }

  private void create(Runtime runtime, String file, String source) {
    lambda.createFunction(
        r ->
            r.functionName(name)
                .runtime(runtime)
                .handler(file.substring(0, file.lastIndexOf('.')) + ".handler")
                .role(role)
                .timeout(10)
                .memorySize(1024)
                .code(c -> c.zipFile(SdkBytes.fromByteArray(CodeZip.of(file, source)))));
    lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName(name));
  }

  /// What a client sees of one stream.
  private static final class Seen {
    final CompletableFuture<InvokeWithResponseStreamResponse> head = new CompletableFuture<>();
    final LinkedBlockingQueue<String> chunks = new LinkedBlockingQueue<>();
    final CompletableFuture<InvokeWithResponseStreamCompleteEvent> complete =
        new CompletableFuture<>();
    CompletableFuture<Void> over = new CompletableFuture<>();

    String text() {
      over.join();
      return String.join("", chunks);
    }
  }

  private Seen invoke(InvokeWithResponseStreamRequest request) {
    var seen = new Seen();
    var handler =
        InvokeWithResponseStreamResponseHandler.builder()
            .onResponse(seen.head::complete)
            .subscriber(
                InvokeWithResponseStreamResponseHandler.Visitor.builder()
                    .onPayloadChunk(chunk -> seen.chunks.add(chunk.payload().asUtf8String()))
                    .onInvokeComplete(seen.complete::complete)
                    .build())
            .build();
    seen.over = streaming.invokeWithResponseStream(request, handler);
    return seen;
  }

  private InvokeWithResponseStreamRequest request(String payload) {
    return InvokeWithResponseStreamRequest.builder()
        .functionName(name)
        .payload(SdkBytes.fromUtf8String(payload))
        .logType(LogType.TAIL)
        .build();
  }

  @Test
  void aStreamArrivesWhileTheFunctionStillRuns() throws Exception {
    create(Runtime.NODEJS22_X, "index.mjs", STREAMING);

    var seen = invoke(request("{\"pause\":1500}"));
    assertThat(seen.chunks.poll(20, TimeUnit.SECONDS)).isEqualTo("one ");
    assertThat(seen.over).isNotDone();
    assertThat(seen.chunks.poll(20, TimeUnit.SECONDS)).isEqualTo("two");

    var complete = seen.complete.get(20, TimeUnit.SECONDS);
    assertThat(complete.errorCode()).isNull();
    assertThat(new String(Base64.getDecoder().decode(complete.logResult()), UTF_8))
        .contains("streamed", "REPORT RequestId");
    var head = seen.head.get(20, TimeUnit.SECONDS);
    assertThat(head.executedVersion()).isEqualTo("$LATEST");
    assertThat(head.sdkHttpResponse().statusCode()).isEqualTo(200);
  }

  @Test
  void anErrorInTheMiddleComesWithTheEnd() throws Exception {
    create(Runtime.NODEJS22_X, "index.mjs", STREAMING);

    var seen = invoke(request("{\"fail\":true}"));
    assertThat(seen.text()).isEqualTo("one ");
    var complete = seen.complete.get(20, TimeUnit.SECONDS);
    assertThat(complete.errorCode()).isEqualTo("Unhandled");
    assertThat(complete.errorDetails()).contains("RangeError", "in the middle");
    assertThat(invoke(request("{}")).text()).isEqualTo("one two");
  }

  @Test
  void aTimeoutInTheMiddleComesWithTheEndAndTheNextStreamRunsAfresh() throws Exception {
    create(Runtime.NODEJS22_X, "index.mjs", STREAMING);
    lambda.updateFunctionConfiguration(r -> r.functionName(name).timeout(1));
    lambda.waiter().waitUntilFunctionUpdatedV2(r -> r.functionName(name));

    var seen = invoke(request("{\"pause\":60000}"));
    assertThat(seen.text()).isEqualTo("one ");
    assertThat(seen.complete.get(20, TimeUnit.SECONDS).errorDetails())
        .contains("Sandbox.Timedout", "Task timed out after 1.00 seconds");
    assertThat(invoke(request("{}")).text()).isEqualTo("one two");
  }

  @Test
  void aFunctionThatDoesNotStreamAnswersInChunksAllTheSame() throws Exception {
    create(
        Runtime.PYTHON3_12,
        "app.py",
        """
        def handler(event, context):
            if event.get("fail"):
                raise ValueError("no")
            return "x" * event["n"]
        """);

    var seen = invoke(request("{\"n\":200000}"));
    assertThat(seen.text()).isEqualTo("\"" + "x".repeat(200_000) + "\"");
    assertThat(seen.chunks).hasSizeGreaterThan(1);

    var failed = invoke(request("{\"fail\":true}"));
    assertThat(failed.text()).isEmpty();
    assertThat(failed.complete.get(20, TimeUnit.SECONDS).errorDetails()).contains("ValueError");
  }

  @Test
  void aStreamingFunctionAnswersInvokeWhole() {
    create(Runtime.NODEJS22_X, "index.mjs", STREAMING);

    var answer = lambda.invoke(r -> r.functionName(name).payload(SdkBytes.fromUtf8String("{}")));
    assertThat(answer.payload().asUtf8String()).isEqualTo("one two");
  }

  @Test
  void aClientThatLeavesDoesNotHarmTheNext() throws Exception {
    create(Runtime.NODEJS22_X, "index.mjs", STREAMING);

    var seen = invoke(request("{\"pause\":500}"));
    assertThat(seen.chunks.poll(20, TimeUnit.SECONDS)).isEqualTo("one ");
    seen.over.cancel(true);
    assertThat(invoke(request("{}")).text()).isEqualTo("one two");
  }

  @Test
  void aFunctionThatIsNotThereIsRefusedBeforeAnyEvent() {
    assertThatThrownBy(() -> invoke(request("{}")).over.orTimeout(20, TimeUnit.SECONDS).join())
        .hasCauseInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void aDryRunRunsNothing() {
    create(Runtime.NODEJS22_X, "index.mjs", STREAMING);

    var seen =
        invoke(
            request("{}").toBuilder()
                .invocationType(ResponseStreamingInvocationType.DRY_RUN)
                .build());
    assertThat(seen.text()).isEmpty();
    assertThat(seen.head.orTimeout(20, TimeUnit.SECONDS).join().sdkHttpResponse().statusCode())
        .isEqualTo(204);
  }

  @Test
  void boto3ReadsTheEvents() throws Exception {
    create(Runtime.NODEJS22_X, "index.mjs", STREAMING);
    var script =
        """
        import boto3, json, sys
        stream = boto3.client("lambda").invoke_with_response_stream(
            FunctionName=sys.argv[1], Payload=b"{}")
        events = list(stream["EventStream"])
        print(json.dumps({
            "version": stream["ExecutedVersion"],
            "text": b"".join(e["PayloadChunk"]["Payload"] for e in events if "PayloadChunk" in e).decode(),
            "last": list(events[-1])}))
        """;
    var environment = new java.util.HashMap<>(cloud.environment());
    environment.put("PYTHONPATH", Clients.boto3().toString());
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    var saw =
        new Command(List.of("python3", "-c", script, name), Map.copyOf(environment), cloud.data())
            .run()
            .json();

    assertThat(saw.get("text").asText()).isEqualTo("one two");
    assertThat(saw.get("version").asText()).isEqualTo("$LATEST");
    assertThat(saw.get("last").get(0).asText()).isEqualTo("InvokeComplete");
  }
}
