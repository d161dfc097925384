package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
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
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.lambda.model.InvokeMode;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.Runtime;

/// Function URLs: configured by the SDK for Java, called by whatever speaks HTTP.
@ExtendWith(Cloud.Extension.class)
class FunctionUrlTest {
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

  FunctionUrlTest(Cloud cloud) {
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
                .timeout(10)
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

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(cloud.endpoint().resolve(path));
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> signed(String method, String path, String body) throws Exception {
    return new SignedHttp(cloud.endpoint())
        .send(
            AwsCredentialsIdentity.create(cloud.accessKeyId(), cloud.secretAccessKey()),
            Duration.ZERO,
            "lambda",
            method,
            path,
            Map.of("Content-Type", "application/json"),
            body);
  }

  @Test
  void aUrlIsConfiguredByTheSdk() {
    create(Runtime.PYTHON3_12, "app.py", ECHO);
    var created =
        lambda.createFunctionUrlConfig(
            r -> r.functionName(name).authType(FunctionUrlAuthType.AWS_IAM));
    assertThat(created.functionUrl())
        .matches(
            "http://[a-z0-9]{32}\\.lambda-url\\.us-east-1\\.localhost:"
                + cloud.endpoint().getPort()
                + "/");
    assertThatThrownBy(
            () ->
                lambda.createFunctionUrlConfig(
                    r -> r.functionName(name).authType(FunctionUrlAuthType.NONE)))
        .isInstanceOf(ResourceConflictException.class);

    lambda.updateFunctionUrlConfig(
        r -> r.functionName(name).cors(c -> c.allowOrigins("*").maxAge(7)));
    var read = lambda.getFunctionUrlConfig(r -> r.functionName(name));
    assertThat(read.cors().maxAge()).isEqualTo(7);
    assertThat(read.functionUrl()).isEqualTo(created.functionUrl());
    var listed = lambda.listFunctionUrlConfigs(r -> r.functionName(name).maxItems(1));
    assertThat(listed.functionUrlConfigs()).hasSize(1);

    lambda.deleteFunctionUrlConfig(r -> r.functionName(name));
    assertThatThrownBy(() -> lambda.getFunctionUrlConfig(r -> r.functionName(name)))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void aSignedCallReachesTheFunctionAndAnUnsignedOneDoesNot() throws Exception {
    create(Runtime.PYTHON3_12, "app.py", ECHO);
    var path = url(FunctionUrlAuthType.AWS_IAM, InvokeMode.BUFFERED);

    var event = json(signed("PUT", path + "a/b?x=1&x=2", "{\"k\":1}"));
    assertThat(event.at("/rawPath").asText()).isEqualTo("/a/b");
    assertThat(event.at("/body").asText()).isEqualTo("{\"k\":1}");
    assertThat(event.at("/queryStringParameters/x").asText()).isEqualTo("1,2");
    assertThat(event.at("/requestContext/http/method").asText()).isEqualTo("PUT");
    assertThat(event.at("/requestContext/authorizer/iam/accessKey").asText())
        .isEqualTo(cloud.accessKeyId());

    var refused = get(path);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).isEqualTo("{\"Message\":\"Forbidden\"}");
  }

  @Test
  void whoHasNoPermissionIsRefusedWhateverItSigns() throws Exception {
    create(Runtime.PYTHON3_12, "app.py", ECHO);
    var path = url(FunctionUrlAuthType.AWS_IAM, InvokeMode.BUFFERED);
    iam.createUser(r -> r.userName(name));
    var key = iam.createAccessKey(r -> r.userName(name)).accessKey();
    var credentials = AwsCredentialsIdentity.create(key.accessKeyId(), key.secretAccessKey());

    assertThat(call(credentials, path).statusCode()).isEqualTo(403);
    iam.putUserPolicy(
        r ->
            r.userName(name)
                .policyName("url")
                .policyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[
                     {"Effect":"Allow","Action":"lambda:InvokeFunctionUrl","Resource":"*",
                      "Condition":{"StringEquals":{"lambda:FunctionUrlAuthType":"AWS_IAM"}}},
                     {"Effect":"Allow","Action":"lambda:InvokeFunction","Resource":"*",
                      "Condition":{"Bool":{"lambda:InvokedViaFunctionUrl":"true"}}}]}\
                    """));
    assertThat(call(credentials, path).statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> call(AwsCredentialsIdentity credentials, String path)
      throws IOException, InterruptedException {
    return new SignedHttp(cloud.endpoint())
        .send(credentials, Duration.ZERO, "lambda", "GET", path, Map.of(), "");
  }

  @Test
  void botocoreCallsAUrlByItsHostName() throws Exception {
    create(Runtime.PYTHON3_12, "app.py", ECHO);
    var url =
        lambda
            .createFunctionUrlConfig(
                r -> r.functionName(name).authType(FunctionUrlAuthType.AWS_IAM))
            .functionUrl();
    var script =
        """
        import boto3, http.client, sys, urllib.parse
        from botocore.auth import SigV4Auth
        from botocore.awsrequest import AWSRequest
        url = urllib.parse.urlsplit(sys.argv[1])
        request = AWSRequest("POST", sys.argv[1] + "my/path?a=1", data=b"hello",
                             headers={"Content-Type": "text/plain"})
        SigV4Auth(boto3.Session().get_credentials(), "lambda", "us-east-1").add_auth(request)
        connection = http.client.HTTPConnection("127.0.0.1", url.port)
        connection.request("POST", "/my/path?a=1", b"hello",
                           {**dict(request.headers), "Host": url.netloc})
        print(connection.getresponse().read().decode())
        """;
    var environment = new HashMap<>(cloud.environment());
    environment.put("PYTHONPATH", Clients.boto3().toString());
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    var event =
        new Command(List.of("python3", "-c", script, url), Map.copyOf(environment), cloud.data())
            .run()
            .json();

    assertThat(event.at("/requestContext/domainName").asText())
        .isEqualTo(URI.create(url).getHost());
    assertThat(event.at("/rawPath").asText()).isEqualTo("/my/path");
    assertThat(event.at("/body").asText()).isEqualTo("hello");
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  @Test
  void anUnknownUrlIsForbidden() throws Exception {
    assertThat(get("/_hearth/lambda-url/" + "x".repeat(32) + "/").statusCode()).isEqualTo(403);
    assertThat(get("/_hearth/lambda-url/short/").statusCode()).isEqualTo(403);
  }

  @Test
  void aFunctionThatFailsIsABadGateway() throws Exception {
    create(Runtime.PYTHON3_12, "app.py", ECHO);
    var path = url(FunctionUrlAuthType.AWS_IAM, InvokeMode.BUFFERED);

    var failed = signed("GET", path + "?fail=1", "");
    assertThat(failed.statusCode()).isEqualTo(502);
    assertThat(failed.body()).isEqualTo("Internal Server Error");
    var malformed = signed("GET", path + "?answer=%7B%22statusCode%22%3A%22x%22%7D", "");
    assertThat(malformed.statusCode()).isEqualTo(502);
  }

  @Test
  void aBodyBeyondSixMegabytesIsTooLarge() throws Exception {
    create(Runtime.PYTHON3_12, "app.py", ECHO);
    var path = url(FunctionUrlAuthType.AWS_IAM, InvokeMode.BUFFERED);

    var response = signed("POST", path, "x".repeat(6 * 1024 * 1024 + 1));
    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(response.body()).contains("Request must be smaller than 6291456 bytes");
  }

  @Test
  void browsersOfAllowedOriginsAreLetIn() throws Exception {
    create(Runtime.PYTHON3_12, "app.py", ECHO);
    var path = url(FunctionUrlAuthType.AWS_IAM, InvokeMode.BUFFERED);
    lambda.updateFunctionUrlConfig(
        r ->
            r.functionName(name)
                .cors(c -> c.allowOrigins("https://a.example").allowMethods("GET").maxAge(5)));

    var preflight =
        http.send(
            request(path)
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", "https://a.example")
                .header("Access-Control-Request-Method", "GET")
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(preflight.statusCode()).isEqualTo(200);
    assertThat(preflight.headers().firstValue("access-control-allow-origin"))
        .contains("https://a.example");
    assertThat(preflight.headers().firstValue("access-control-max-age")).contains("5");
  }
}
