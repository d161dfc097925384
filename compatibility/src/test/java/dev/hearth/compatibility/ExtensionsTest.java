package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.Runtime;

/// Extensions from layers, telemetry, and logs as JSON, through the SDK for Java.
@ExtendWith(Cloud.Extension.class)
@Timeout(120)
class ExtensionsTest {
  /// Registers and subscribes as AWS's documentation says, and logs all that it is told.
  private static final String EXTENSION =
      """
      #!/usr/bin/python3
      import json, os, threading, urllib.request as http
      from http.server import BaseHTTPRequestHandler, HTTPServer
      api = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"]
      def call(method, path, headers, body=None):
          data = json.dumps(body).encode() if body else None
          answer = http.urlopen(http.Request(api + path, data, headers, method=method))
          return answer.headers, json.load(answer)
      class Listener(BaseHTTPRequestHandler):
          def do_POST(self):
              events = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
              self.send_response(200)
              self.end_headers()
              for event in events:
                  print("heard", event["type"], json.dumps(event["record"]), flush=True)
          def log_message(self, *_): pass
      listener = HTTPServer(("sandbox.localdomain", 4243), Listener)
      threading.Thread(target=listener.serve_forever, daemon=True).start()
      headers, function = call("POST", "/2020-01-01/extension/register",
          {"Lambda-Extension-Name": "watcher"}, {"events": ["INVOKE", "SHUTDOWN"]})
      me = {"Lambda-Extension-Identifier": headers["Lambda-Extension-Identifier"]}
      call("PUT", "/2022-07-01/telemetry", me, {
          "schemaVersion": "2022-12-13", "types": ["platform", "function"],
          "buffering": {"maxItems": 1000, "maxBytes": 262144, "timeoutMs": 25},
          "destination": {"protocol": "HTTP", "URI": "http://sandbox.localdomain:4243/"}})
      while True:
          _, event = call("GET", "/2020-01-01/extension/event/next", me)
          print("told", event["eventType"], flush=True)
      """;

  private static final String FUNCTION =
      """
      import logging
      log = logging.getLogger()
      def handler(event, context):
          log.debug("too small")
          log.warning("careful", extra={"price": 3})
          print("plain")
          return "answer"
      """;

  private final LambdaClient lambda;
  private final CloudWatchLogsClient logs;
  private final IamClient iam;
  private final String name = "extensions-" + UUID.randomUUID();
  private final String group = "/own/" + name;
  private String role = "";

  ExtensionsTest(Cloud cloud) {
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

  private void create(Consumer<CreateFunctionRequest.Builder> more) {
    lambda.createFunction(
        r -> {
          r.functionName(name)
              .runtime(Runtime.PYTHON3_12)
              .handler("app.handler")
              .role(role)
              .timeout(20)
              .memorySize(1769) // a whole CPU: two Pythons start in it
              .loggingConfig(l -> l.logGroup(group))
              .code(c -> c.zipFile(SdkBytes.fromByteArray(CodeZip.of("app.py", FUNCTION))));
          more.accept(r);
        });
    lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName(name));
  }

  private InvokeResponse invoke() {
    return lambda.invoke(r -> r.functionName(name));
  }

  /// The function's log, once it has `line`.
  private List<String> logWith(String line) {
    return Await.until(this::log, lines -> lines.stream().anyMatch(each -> each.contains(line)));
  }

  private List<String> log() {
    try {
      return logs.filterLogEvents(r -> r.logGroupName(group)).events().stream()
          .map(event -> event.message().strip())
          .toList();
    } catch (ResourceNotFoundException e) {
      return List.of(); // the group is made with its first line
    }
  }

  @Test
  void anExtensionFromALayerIsToldOfPhasesAndHearsWhatIsLogged() {
    var program = CodeZip.of("extensions/watcher", EXTENSION);
    var layer =
        lambda.publishLayerVersion(
            r -> r.layerName(name).content(c -> c.zipFile(SdkBytes.fromByteArray(program))));
    create(r -> r.layers(layer.layerVersionArn()));

    assertThat(invoke().payload().asUtf8String()).isEqualTo("\"answer\"");
    var lines = logWith("heard platform.report");

    assertThat(lines)
        .contains("told INVOKE", "plain", "heard function \"plain\"")
        .anyMatch(
            line -> line.startsWith("EXTENSION\tName: watcher\tState: Ready\tEvents: [INVOKE"))
        .anyMatch(line -> line.startsWith("TELEMETRY\tName: watcher\tState: Subscribed\tTypes: ["))
        .anyMatch(line -> line.startsWith("heard platform.initStart"))
        .anyMatch(line -> line.startsWith("heard platform.initRuntimeDone"))
        .anyMatch(line -> line.startsWith("heard platform.start"))
        .anyMatch(line -> line.startsWith("heard platform.runtimeDone"))
        .anyMatch(line -> line.startsWith("REPORT RequestId: "));

    lambda.deleteFunction(r -> r.functionName(name));
    logWith("told SHUTDOWN");
  }

  @Test
  @Timeout(600) // compiling it, once for all runs on a machine
  void anExtensionMadeWithAwssPublishedCrateWorksUnchanged() throws Exception {
    var program = Clients.rustExtension();
    assumeTrue(program.isPresent(), "cargo is missing");
    var zip = CodeZip.of("extensions/rust", Files.readAllBytes(program.orElseThrow()));
    var layer =
        lambda.publishLayerVersion(
            r -> r.layerName(name).content(c -> c.zipFile(SdkBytes.fromByteArray(zip))));
    create(r -> r.layers(layer.layerVersionArn()));

    assertThat(invoke().payload().asUtf8String()).isEqualTo("\"answer\"");
    assertThat(logWith("rust heard report"))
        .contains("rust heard plain", "rust heard initStart", "rust heard runtimeDone")
        .anyMatch(line -> line.startsWith("rust INVOKE "));
  }

  @Test
  void logsAsJsonHaveRecordsAndLevelsInTheGroupOfTheFunctionsChoice() {
    create(
        r ->
            r.loggingConfig(
                    l ->
                        l.logFormat("JSON")
                            .applicationLogLevel("INFO")
                            .systemLogLevel("INFO")
                            .logGroup(group))
                .tracingConfig(t -> t.mode("Active")));
    invoke();
    var lines = logWith("platform.report");

    assertThat(lines)
        .contains("plain")
        .noneMatch(line -> line.contains("too small"))
        .noneMatch(line -> line.startsWith("START") || line.startsWith("REPORT"))
        .anyMatch(
            line -> line.contains("\"message\": \"careful\"") && line.contains("\"price\": 3"))
        .anyMatch(line -> line.contains("\"type\":\"platform.initStart\""))
        .anyMatch(
            line -> line.contains("\"type\":\"platform.report\"") && line.contains("Sampled=1"));
  }
}
