package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.Runtime;

/// Web servers that say by their tag `hearth:concurrency` that one sandbox takes several requests
/// at once, through the SDK for Java.
@ExtendWith(Cloud.Extension.class)
@Timeout(120)
class SharedSandboxesTest {
  private static final String TAG = "hearth:concurrency";

  /// Answers with a number of its process after as many milliseconds as it is told, or never.
  private static final String SERVER =
      """
      import http from 'node:http';
      const boot = Math.random();
      http.createServer((request, response) => {
        let body = '';
        request.on('data', piece => body += piece);
        request.on('end', () => {
          console.log('took', body);
          const wait = request.method === 'GET' ? 0 : JSON.parse(body).wait;
          if (wait >= 0) setTimeout(() => response.end(JSON.stringify(boot)), wait);
        });
      }).listen(process.env.PORT);
      """;

  private final PythonFunction function;

  SharedSandboxesTest(Cloud cloud) {
    function = new PythonFunction(cloud);
  }

  @AfterEach
  void close() {
    function.close();
  }

  private CreateFunctionRequest.Builder server() throws Exception {
    var zip = CodeZip.of("server.mjs", SERVER);
    return function
        .creation("pass")
        .runtime(Runtime.NODEJS22_X)
        .handler("server.mjs")
        .memorySize(1769)
        .environment(e -> e.variables(Map.of("AWS_LWA_PORT", "8080")))
        .code(c -> c.zipFile(SdkBytes.fromByteArray(zip)));
  }

  private void create(int concurrency, int timeoutSeconds) throws Exception {
    var tags = Map.of(TAG, Integer.toString(concurrency));
    function.lambda().createFunction(server().timeout(timeoutSeconds).tags(tags).build());
    function.lambda().waiter().waitUntilFunctionActiveV2(r -> r.functionName(function.name()));
  }

  /// @param wait in milliseconds; negative for ever
  private InvokeResponse invoke(int wait) {
    return function
        .lambda()
        .invoke(
            r ->
                r.functionName(function.name())
                    .logType(LogType.TAIL)
                    .payload(SdkBytes.fromUtf8String("{\"wait\":" + wait + "}")));
  }

  private String answer(int wait) {
    var response = invoke(wait);
    assertThat(response.functionError()).as(response.payload().asUtf8String()).isNull();
    return response.payload().asUtf8String();
  }

  @Test
  void twentyRequestsAtOnceNeedTwoSandboxesThatTakeTen() throws Exception {
    create(10, 60);
    var calls = new ArrayList<Callable<InvokeResponse>>();
    for (int i = 0; i < 20; i++) {
      calls.add(() -> invoke(3000));
    }
    var responses = new ArrayList<InvokeResponse>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var call : threads.invokeAll(calls)) {
        responses.add(call.get());
      }
    }
    assertThat(responses).allMatch(response -> response.functionError() == null);
    assertThat(responses.stream().map(r -> r.payload().asUtf8String()).collect(Collectors.toSet()))
        .hasSizeBetween(1, 2);
    for (var response : responses) {
      var id = response.responseMetadata().requestId();
      assertThat(log(response)).contains("END RequestId: " + id, "REPORT RequestId: " + id);
    }
  }

  private static String log(InvokeResponse response) {
    return new String(Base64.getDecoder().decode(response.logResult()), StandardCharsets.UTF_8);
  }

  @Test
  void aRequestThatTakesTooLongEndsAloneAndItsSandboxAfterTheOthers() throws Exception {
    create(2, 6);
    var boot = answer(0);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var hanging = threads.submit(() -> invoke(-1));
      assertThat(answer(3000)).isEqualTo(boot);
      assertThat(answer(4500)).as("goes on beyond the other's end").isEqualTo(boot);
      assertThat(hanging.get().payload().asUtf8String())
          .contains("Task timed out after 6.00 seconds");
    }
    assertThat(answer(0)).isNotEqualTo(boot);
  }

  @Test
  void onlyAWebServerMayTakeSeveralRequestsAtOnce() throws Exception {
    var lambda = function.lambda();
    assertThatThrownBy(
            () -> lambda.createFunction(function.creation("pass").tags(Map.of(TAG, "2")).build()))
        .isInstanceOf(InvalidParameterValueException.class)
        .hasMessageContaining("only a web server takes several requests at once");
    for (var none : new String[] {"0", "1001", "many", ""}) {
      assertThatThrownBy(() -> lambda.createFunction(server().tags(Map.of(TAG, none)).build()))
          .isInstanceOf(InvalidParameterValueException.class)
          .hasMessageContaining(TAG);
    }
    create(2, 6);
    assertThatThrownBy(
            () ->
                lambda.updateFunctionConfiguration(
                    r -> r.functionName(function.name()).environment(e -> e.variables(Map.of()))))
        .isInstanceOf(InvalidParameterValueException.class)
        .hasMessageContaining("set the variable AWS_LWA_PORT");
    var arn = lambda.getFunctionConfiguration(r -> r.functionName(function.name())).functionArn();
    lambda.untagResource(r -> r.resource(arn).tagKeys(TAG));
    lambda.updateFunctionConfiguration(
        r -> r.functionName(function.name()).environment(e -> e.variables(Map.of())));
    assertThatThrownBy(() -> lambda.tagResource(r -> r.resource(arn).tags(Map.of(TAG, "2"))))
        .isInstanceOf(InvalidParameterValueException.class);
  }
}
