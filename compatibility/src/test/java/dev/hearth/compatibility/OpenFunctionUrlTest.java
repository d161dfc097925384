package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
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
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.lambda.model.InvokeMode;
import software.amazon.awssdk.services.lambda.model.Runtime;

/// Function URLs that everybody may call.
@ExtendWith(Cloud.Extension.class)
class OpenFunctionUrlTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Answers with the event; with `answer`, with what that says.
  private static final String ECHO =
      """
      import json
      def handler(event, context):
          query = event.get("queryStringParameters") or {}
          if "fail" in query:
              raise ValueError("no")
          return json.loads(query["answer"]) if "answer" in query else event
      """;

  private final Cloud cloud;
  private final LambdaClient lambda;
  private final IamClient iam;
  private final HttpClient http = HttpClient.newHttpClient();
  private final String name = "url-" + UUID.randomUUID();
  private String role = "";

  OpenFunctionUrlTest(Cloud cloud) {
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
    iam.close();
    http.close();
  }

  private void create(Runtime runtime, String file, String source) {
    lambda.createFunction(
        r ->
            r.functionName(name)
                .runtime(runtime)
                .handler(file.substring(0, file.lastIndexOf('.')) + ".handler")
                .role(role)
                .timeout(3)
                .code(c -> c.zipFile(SdkBytes.fromByteArray(CodeZip.of(file, source)))));
    lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName(name));
  }

  /// Gives the function a URL and answers the path that leads to it without its host name.
  private String url(FunctionUrlAuthType authType, InvokeMode mode) {
    var url =
        lambda
            .createFunctionUrlConfig(r -> r.functionName(name).authType(authType).invokeMode(mode))
            .functionUrl();
    return path(url);
  }

  private static String path(String url) {
    var host = URI.create(url).getHost();
    return "/_hearth/lambda-url/" + host.substring(0, host.indexOf('.')) + "/";
  }

  /// Lets everybody in, as `AuthType=NONE` wants it.
  private void open() {
    lambda.addPermission(
        r ->
            r.functionName(name)
                .statementId("url")
                .action("lambda:InvokeFunctionUrl")
                .principal("*")
                .functionUrlAuthType(FunctionUrlAuthType.NONE));
    lambda.addPermission(
        r ->
            r.functionName(name)
                .statementId("invoke")
                .action("lambda:InvokeFunction")
                .principal("*")
                .invokedViaFunctionUrl(true));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(cloud.endpoint().resolve(path));
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  @Test
  void anOpenUrlAnswersWhenItsPolicySaysSo() throws Exception {
    create(Runtime.PYTHON3_12, "app.py", ECHO);
    var path = url(FunctionUrlAuthType.NONE, InvokeMode.BUFFERED);
    assertThat(get(path).statusCode()).isEqualTo(403);

    open();
    var event = json(get(path));
    assertThat(event.at("/requestContext/authorizer").isNull()).isTrue();
    assertThat(event.at("/requestContext/accountId").asText()).isEqualTo(cloud.account());

    var answer =
        get(
            path
                + "?answer="
                + URLEncoder.encode(
                    """
                    {"statusCode":302,"headers":{"location":"/x"},"cookies":["a=1","b=2"],"body":"AAEC",
                     "isBase64Encoded":true}\
                    """,
                    StandardCharsets.UTF_8));
    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(answer.headers().allValues("set-cookie")).containsExactly("a=1", "b=2");
    assertThat(answer.body()).isEqualTo("\0\1\2");
  }

  @Test
  void aStreamsHeadComesFirstAndItsBodyAsItIsWritten() throws Exception {
    create(
        Runtime.NODEJS22_X,
        "index.mjs",
        """
        import { setTimeout as pause } from 'node:timers/promises';
        export const handler = awslambda.streamifyResponse(async (event, stream) => {
          stream = awslambda.HttpResponseStream.from(stream, {
            statusCode: 201, headers: { 'x-made': 'yes', 'content-type': 'text/plain' },
            cookies: ['a=1'] });
          stream.write('one ');
          if (event.rawPath === '/hang') await pause(60000);
          if (event.rawPath === '/fail') throw new Error('in the middle');
          stream.write('two');
          stream.end();
        });
        """);
    var path = url(FunctionUrlAuthType.NONE, InvokeMode.RESPONSE_STREAM);
    open();

    var response = http.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.headers().firstValue("x-made")).contains("yes");
    assertThat(response.headers().firstValue("content-type")).contains("text/plain");
    assertThat(response.headers().allValues("set-cookie")).containsExactly("a=1");
    assertThat(response.body()).isEqualTo("one two");

    var hanging =
        http.send(request(path + "hang").build(), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = hanging.body()) {
      assertThat(new String(body.readNBytes(4), StandardCharsets.UTF_8)).isEqualTo("one ");
      assertThatThrownBy(body::read).isInstanceOf(IOException.class); // the function timed out
    }
    assertThatThrownBy(() -> get(path + "fail")).isInstanceOf(IOException.class);
    assertThat(
            http.send(
                    request(path).method("HEAD", HttpRequest.BodyPublishers.noBody()).build(),
                    HttpResponse.BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(201);
    lambda.updateFunctionUrlConfig(r -> r.functionName(name).invokeMode(InvokeMode.BUFFERED));
    var buffered = get(path);
    assertThat(buffered.statusCode()).isEqualTo(201);
    assertThat(buffered.body()).isEqualTo("one two");
  }
}
