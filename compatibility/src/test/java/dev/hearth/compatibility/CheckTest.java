package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.cli.AwsClients;
import dev.hearth.cli.Connection;
import dev.hearth.cli.Main;
import dev.hearth.cli.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// `hearth check` of what is deployed.
@ExtendWith(Cloud.Extension.class)
class CheckTest {
  // In two parts, so that scanners of this repository find no secret in it.
  private static final String TOKEN = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8";
  private static final String PASSWORD = "q7R8s9T0" + "u1V2w3X4";
  private static final String EVERYTHING =
      """
      {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "%s",
       "Resource": "*"}]}
      """;

  private final Cloud cloud;
  private final PythonFunction function;
  private final AwsClients clients;
  private final String suffix = UUID.randomUUID().toString().substring(0, 8);

  @TempDir private Path folder;

  CheckTest(Cloud cloud) {
    this.cloud = cloud;
    this.function = new PythonFunction(cloud);
    clients =
        new AwsClients(
            new Connection(
                cloud.endpoint(), cloud.accessKeyId(), cloud.secretAccessKey(), null, "us-east-1"));
  }

  @AfterEach
  void close() {
    clients.close();
    function.close();
  }

  @Test
  void aFunctionIsCheckedWithItsRoleItsPackageItsPolicyAndItsRuns() throws Exception {
    create();
    var iam = clients.iam();
    var role = function.name();
    iam.putRolePolicy(
        r -> r.roleName(role).policyName("own").policyDocument(EVERYTHING.formatted("sqs:*")));
    var managed =
        iam.createPolicy(
                r ->
                    r.policyName("check-" + suffix)
                        .policyDocument(EVERYTHING.formatted("iam:PassRole")))
            .policy()
            .arn();
    iam.attachRolePolicy(r -> r.roleName(role).policyArn(managed));
    function
        .lambda()
        .createFunctionUrlConfig(
            r -> r.functionName(function.name()).authType(FunctionUrlAuthType.NONE));
    function
        .lambda()
        .addPermission(
            r ->
                r.functionName(function.name())
                    .statementId("topic")
                    .action("lambda:InvokeFunction")
                    .principal("sns.amazonaws.com"));
    for (int run = 0; run < 20; run++) {
      function.invoke("$LATEST");
    }
    Await.until(this::reports, reports -> reports >= 20);
    var bom = folder.resolve("bom.json");
    var sarif = folder.resolve("check.sarif");

    var session =
        hearth("check", role, "--json", "--sbom", bom.toString(), "--sarif", sarif.toString());

    assertThat(session.exit).as(session.err).isEqualTo(1);
    assertThat(found(session, "function " + role))
        .containsExactlyInAnyOrder(
            "secret-in-environment environment variable DB_PASSWORD",
            "secret-in-code app.py:1",
            "function-url-public function URL",
            "async-without-destination ",
            "timeout-unused timeout",
            "memory-unused memory");
    assertThat(found(session, "role " + role))
        .containsExactlyInAnyOrder(
            "policy-service-wildcard policy own, statement 1",
            "policy-all-resources policy own, statement 1");
    assertThat(found(session, "policy check-" + suffix))
        .containsExactlyInAnyOrder(
            "policy-pass-role statement 1", "policy-all-resources statement 1");
    assertThat(Files.readString(bom)).contains("pkg:pypi/requests@2.30.0", "function " + role);
    for (var text : List.of(session.out, session.err, read(bom), read(sarif))) {
      assertThat(text).doesNotContain(TOKEN, PASSWORD);
    }
  }

  @Test
  void anOnFailureDestinationEndsTheFindingAboutEventsThatGetLost() {
    create();
    function
        .lambda()
        .putFunctionEventInvokeConfig(r -> r.functionName(function.name()).maximumRetryAttempts(1));
    assertThat(found(hearth("check", function.name(), "--json"), "function " + function.name()))
        .contains("async-without-destination ");

    var queue = queue("failures-" + suffix, Map.of());
    clients
        .iam()
        .putRolePolicy(
            r ->
                r.roleName(function.name())
                    .policyName("failures")
                    .policyDocument(EVERYTHING.formatted("sqs:SendMessage")));
    function
        .lambda()
        .putFunctionEventInvokeConfig(
            r ->
                r.functionName(function.name())
                    .destinationConfig(d -> d.onFailure(f -> f.destination(queue))));

    assertThat(found(hearth("check", function.name(), "--json"), "function " + function.name()))
        .doesNotContain("async-without-destination ");
  }

  @Test
  void everythingIsQueuesTopicsRolesAndFunctions() throws Exception {
    create();
    var dead = queue("dead-" + suffix, Map.of());
    queue(
        "good-" + suffix,
        Map.of(
            QueueAttributeName.REDRIVE_POLICY,
            "{\"deadLetterTargetArn\": \"" + dead + "\", \"maxReceiveCount\": 3}"));
    queue("bad-" + suffix, Map.of(QueueAttributeName.SQS_MANAGED_SSE_ENABLED, "false"));
    var topic = clients.sns().createTopic(r -> r.name("open-" + suffix)).topicArn();
    clients
        .sns()
        .setTopicAttributes(
            r ->
                r.topicArn(topic)
                    .attributeName("Policy")
                    .attributeValue(
                        "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\","
                            + " \"Principal\": \"*\", \"Action\": \"SNS:Publish\", \"Resource\": \""
                            + topic
                            + "\"}]}"));

    var session = hearth("check", "--all", "--json", "--fail-on", "high");

    assertThat(session.exit).as(session.err).isEqualTo(1);
    assertThat(found(session, "queue bad-" + suffix))
        .containsExactlyInAnyOrder("queue-unencrypted ", "queue-without-redrive ");
    assertThat(found(session, "queue good-" + suffix)).isEmpty();
    assertThat(found(session, "queue dead-" + suffix)).isEmpty();
    assertThat(found(session, "topic open-" + suffix))
        .containsExactly("policy-open-to-all policy, statement 1");
    assertThat(found(session, "function " + function.name())).contains("secret-in-code app.py:1");
    clients.sns().deleteTopic(r -> r.topicArn(topic));
  }

  private void create() {
    var zip =
        CodeZip.ofSources(
            Map.of(
                "app.py",
                "TOKEN = '" + TOKEN + "'\n\ndef handler(event, context):\n    return 1\n",
                "requests-2.30.0.dist-info/METADATA",
                "Name: requests\nVersion: 2.30.0\n"));
    function
        .lambda()
        .createFunction(
            function
                .creation("")
                .timeout(60)
                .memorySize(1024)
                .environment(e -> e.variables(Map.of("DB_PASSWORD", PASSWORD)))
                .code(code -> code.zipFile(SdkBytes.fromByteArray(zip)))
                .build());
    function.lambda().waiter().waitUntilFunctionActiveV2(r -> r.functionName(function.name()));
  }

  /// @return its ARN
  private String queue(String name, Map<QueueAttributeName, String> attributes) {
    var url = clients.sqs().createQueue(r -> r.queueName(name).attributes(attributes)).queueUrl();
    return clients
        .sqs()
        .getQueueAttributes(r -> r.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
        .attributes()
        .getOrDefault(QueueAttributeName.QUEUE_ARN, "");
  }

  private long reports() {
    try {
      return clients
          .logs()
          .filterLogEventsPaginator(
              r -> r.logGroupName("/aws/lambda/" + function.name()).filterPattern("REPORT"))
          .events()
          .stream()
          .count();
    } catch (ResourceNotFoundException _) {
      return 0; // what a function writes makes its group, a moment later
    }
  }

  private static List<String> found(Session session, String resource) {
    var found = new ArrayList<String>();
    for (var finding : json(session.out).path("findings")) {
      if (finding.path("resource").asText().equals(resource)) {
        var file = finding.path("file").asText();
        found.add(
            finding.path("rule").asText()
                + " "
                + (file.isEmpty() ? "" : file + ":" + finding.path("line").asInt())
                + finding.path("detail").asText());
      }
    }
    return found;
  }

  private record Session(int exit, String out, String err) {}

  private Session hearth(String... words) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            cloud.environment());
    int exit = Main.run(terminal, words);
    return new Session(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static JsonNode json(String text) {
    try {
      return JsonMapper.builder().build().readTree(text);
    } catch (java.io.IOException e) {
      throw new AssertionError(text, e);
    }
  }

  private static String read(Path file) throws java.io.IOException {
    return Files.readString(file);
  }
}
