package dev.hearth.compatibility;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.lambda.model.InvokeMode;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamResponseEvent;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.lambda.model.Runtime;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

/// Clients that ask for a stream and do not take it in: the function is held back, so that nothing
/// piles up, and its sandbox is free again when the function's time is over.
@ExtendWith(Cloud.Extension.class)
class SlowClientTest {
  /// Writes as much as is taken, and says how many megabytes that were.
  private static final String ENDLESS =
      """
      export const handler = awslambda.streamifyResponse(async (event, stream) => {
        if (!event.endless && event.rawPath !== '/endless') {
          stream.end('quick');
          return;
        }
        const chunk = 'x'.repeat(65536);
        for (let n = 1; ; n++) {
          if (!stream.write(chunk)) await new Promise((go) => stream.once('drain', go));
          if (n % 16 === 0) console.log('megabytes', n / 16);
        }
      });
      """;

  /// What sockets and buffers on the way may hold; far from the 200 that a stream may have.
  private static final int MOST_MEGABYTES = 40;

  private final Cloud cloud;
  private final LambdaApi api;
  private final HttpClient http = HttpClient.newHttpClient();
  private final String name = "slow-" + UUID.randomUUID();
  private String path = "";

  SlowClientTest(Cloud cloud) {
    this.cloud = cloud;
    api = new LambdaApi(cloud);
  }

  @BeforeEach
  void create() {
    var role =
        api.iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(Cloud.TRUST_LAMBDA));
    var code = SdkBytes.fromByteArray(CodeZip.of("index.mjs", ENDLESS));
    api.lambda.createFunction(
        r ->
            r.functionName(name)
                .runtime(Runtime.NODEJS22_X)
                .handler("index.handler")
                .role(role.role().arn())
                .timeout(3)
                .code(c -> c.zipFile(code)));
    api.lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName(name));
    // One sandbox: whoever holds it keeps the others out.
    api.lambda.putFunctionConcurrency(r -> r.functionName(name).reservedConcurrentExecutions(1));
    var url =
        api.lambda
            .createFunctionUrlConfig(
                r ->
                    r.functionName(name)
                        .authType(FunctionUrlAuthType.NONE)
                        .invokeMode(InvokeMode.RESPONSE_STREAM))
            .functionUrl();
    var host = URI.create(url).getHost();
    path = "/_hearth/lambda-url/" + host.substring(0, host.indexOf('.')) + "/";
    api.lambda.addPermission(
        r ->
            r.functionName(name)
                .statementId("url")
                .action("lambda:InvokeFunctionUrl")
                .principal("*")
                .functionUrlAuthType(FunctionUrlAuthType.NONE));
    api.lambda.addPermission(
        r ->
            r.functionName(name)
                .statementId("invoke")
                .action("lambda:InvokeFunction")
                .principal("*")
                .invokedViaFunctionUrl(true));
  }

  @AfterEach
  void closeClients() {
    api.close();
    http.close();
  }

  private HttpResponse<String> get() {
    try {
      return http.send(
          HttpRequest.newBuilder(cloud.endpoint().resolve(path)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aClientOfAUrlThatStopsReadingHoldsItsSandboxOnlyForTheFunctionsTime() throws Exception {
    try (var client = new Socket(cloud.endpoint().getHost(), cloud.endpoint().getPort())) {
      client
          .getOutputStream()
          .write(
              ("GET " + path + "endless HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(US_ASCII));
      var head = new String(client.getInputStream().readNBytes(15), US_ASCII);
      assertThat(head).isEqualTo("HTTP/1.1 200 OK");

      // It holds the one sandbox, and reads no more.
      var refused = get();
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("x-amzn-ErrorType"))
          .contains("TooManyRequestsException");
      assertThat(refused.body())
          .contains("\"Reason\":\"ReservedFunctionConcurrentInvocationLimitExceeded\"");

      assertThat(Await.until(this::get, answer -> answer.statusCode() == 200).body())
          .isEqualTo("quick");
      assertThat(megabytes()).allMatch(written -> written < MOST_MEGABYTES);
    }
  }

  @Test
  void aClientOfAnEventStreamThatStopsReadingHoldsItsSandboxOnlyForTheFunctionsTime()
      throws Exception {
    var lazy = new Lazy();
    var stream =
        api.streaming.invokeWithResponseStream(
            r -> r.functionName(name).payload(SdkBytes.fromUtf8String("{\"endless\":true}")),
            InvokeWithResponseStreamResponseHandler.builder()
                .onEventStream(events -> events.subscribe(lazy))
                .build());
    try {
      assertThat(lazy.first.await(20, TimeUnit.SECONDS)).isTrue();
      assertThatThrownBy(() -> api.lambda.invoke(r -> r.functionName(name)))
          .isInstanceOf(TooManyRequestsException.class);

      assertThat(Await.until(this::get, answer -> answer.statusCode() == 200).body())
          .isEqualTo("quick");
      assertThat(megabytes()).allMatch(written -> written < MOST_MEGABYTES);
    } finally {
      stream.cancel(true);
    }
  }

  /// Takes one event and no more.
  private static final class Lazy implements Subscriber<InvokeWithResponseStreamResponseEvent> {
    final CountDownLatch first = new CountDownLatch(1);

    @Override
    public void onSubscribe(Subscription subscription) {
      subscription.request(1);
    }

    @Override
    public void onNext(InvokeWithResponseStreamResponseEvent event) {
      first.countDown();
    }

    @Override
    public void onError(Throwable thrown) {}

    @Override
    public void onComplete() {}
  }

  /// What the function said that it had written.
  private List<Integer> megabytes() {
    var lines =
        Await.until(
            () ->
                api.logs
                    .filterLogEvents(
                        r -> r.logGroupName("/aws/lambda/" + name).filterPattern("megabytes"))
                    .events(),
            events -> !events.isEmpty());
    return lines.stream()
        .map(event -> event.message().strip())
        .map(line -> Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1)))
        .toList();
  }
}
