package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Cloud.Extension.class)
class AwsCliTest {
  private final Cloud cloud;
  private final String name = "aws-cli-" + UUID.randomUUID();
  @TempDir private Path folder;

  AwsCliTest(Cloud cloud) {
    this.cloud = cloud;
  }

  private Command.Result aws(String... words) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("python3", "-m", "awscli", "--output", "json"));
    command.addAll(List.of(words));
    var environment = new HashMap<>(cloud.environment());
    environment.put("PYTHONPATH", Clients.awsCli().toString());
    environment.put("AWS_CONFIG_FILE", folder.resolve("none").toString());
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    return new Command(command, environment, folder).run();
  }

  @Test
  void aFunctionLivesItsWholeLifeFromTheShell() throws Exception {
    Files.writeString(folder.resolve("trust.json"), Cloud.TRUST_LAMBDA);
    Files.write(
        folder.resolve("one.zip"),
        CodeZip.of("app.py", "def handler(e, c):\n    print('one', e)\n    return {'n': 1}\n"));
    Files.write(
        folder.resolve("two.zip"),
        CodeZip.of("app.py", "def handler(e, c):\n    print('two', e)\n    return {'n': 2}\n"));

    var account = aws("sts", "get-caller-identity").json().get("Account").asText();
    assertThat(account).matches("[0-9]{12}");
    var role =
        aws(
                "iam",
                "create-role",
                "--role-name",
                name,
                "--assume-role-policy-document",
                "file://trust.json")
            .json()
            .at("/Role/Arn")
            .asText();
    assertThat(role).isEqualTo("arn:aws:iam::" + account + ":role/" + name);

    var created =
        aws(
                "lambda",
                "create-function",
                "--function-name",
                name,
                "--runtime",
                "python3.12",
                "--handler",
                "app.handler",
                "--role",
                role,
                "--zip-file",
                "fileb://one.zip")
            .json();
    assertThat(created.get("State").asText()).isIn("Pending", "Active");
    aws("lambda", "wait", "function-active-v2", "--function-name", name).succeeds();

    var invoked =
        aws("lambda", "invoke", "--function-name", name, "--payload", "{\"a\": \"é\"}", "out.json")
            .json();
    assertThat(invoked.get("StatusCode").asInt()).isEqualTo(200);
    assertThat(Files.readString(folder.resolve("out.json"))).isEqualTo("{\"n\": 1}");

    var published = aws("lambda", "publish-version", "--function-name", name).json();
    assertThat(published.get("Version").asText()).isEqualTo("1");
    aws("lambda", "update-function-code", "--function-name", name, "--zip-file", "fileb://two.zip")
        .succeeds();
    aws("lambda", "wait", "function-updated-v2", "--function-name", name).succeeds();
    aws("lambda", "invoke", "--function-name", name, "out.json").succeeds();
    assertThat(Files.readString(folder.resolve("out.json"))).isEqualTo("{\"n\": 2}");
    aws("lambda", "invoke", "--function-name", name, "--qualifier", "1", "out.json").succeeds();
    assertThat(Files.readString(folder.resolve("out.json"))).isEqualTo("{\"n\": 1}");

    var configured =
        aws(
                "lambda",
                "put-function-event-invoke-config",
                "--function-name",
                name,
                "--maximum-retry-attempts",
                "0",
                "--maximum-event-age-in-seconds",
                "60")
            .json();
    assertThat(configured.get("FunctionArn").asText()).endsWith(name + ":$LATEST");
    assertThat(configured.get("MaximumRetryAttempts").asInt()).isZero();
    assertThat(configured.get("LastModified").asText()).isNotEmpty();

    Await.until(() -> tail(name), result -> result.out().contains("two {}") && result.exit() == 0);

    aws("lambda", "delete-function", "--function-name", name).succeeds();
    var gone = aws("lambda", "get-function", "--function-name", name);
    assertThat(gone.exit()).isNotZero();
    assertThat(gone.err()).contains("ResourceNotFoundException", "Function not found: arn:aws:");
  }

  private Command.Result tail(String function) {
    try {
      return aws(
          "logs",
          "filter-log-events",
          "--log-group-name",
          "/aws/lambda/" + function,
          "--filter-pattern",
          "two");
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anAliasIsMovedAndOpenedToAServiceFromTheShell() throws Exception {
    try (var function = new PythonFunction(cloud)) {
      function.create("return 'one'");
      function.publish("return 'two'");
      var f = function.name();
      alias("create-alias", f, "--function-version", "1").succeeds();
      alias("update-alias", f, "--routing-config", "AdditionalVersionWeights={2=1.0}").succeeds();
      var shared = aws("lambda", "invoke", "--function-name", f + ":live", "out.json").json();
      assertThat(shared.get("ExecutedVersion").asText()).isEqualTo("2");
      var alone = alias("update-alias", f, "--routing-config", "{}").json();
      assertThat(alone.has("RoutingConfig")).isFalse();

      var added =
          aws(
                  "lambda",
                  "add-permission",
                  "--function-name",
                  f,
                  "--qualifier",
                  "live",
                  "--statement-id",
                  "bucket",
                  "--action",
                  "lambda:InvokeFunction",
                  "--principal",
                  "s3.amazonaws.com",
                  "--source-account",
                  cloud.account())
              .json();
      var policy = aws("lambda", "get-policy", "--function-name", f, "--qualifier", "live").json();
      assertThat(policy.get("Policy").asText()).contains(added.get("Statement").asText());
    }
  }

  private Command.Result alias(String operation, String function, String... words)
      throws IOException, InterruptedException {
    var all =
        new ArrayList<>(
            List.of("lambda", operation, "--function-name", function, "--name", "live"));
    all.addAll(List.of(words));
    return aws(all.toArray(String[]::new));
  }

  @Test
  void everyPageOfAListIsReached() throws Exception {
    for (int i = 0; i < 3; i++) {
      aws("logs", "create-log-group", "--log-group-name", name + "/" + i).succeeds();
    }

    var groups =
        aws("logs", "describe-log-groups", "--log-group-name-prefix", name, "--page-size", "1")
            .json()
            .get("logGroups");
    assertThat(groups).hasSize(3);
  }

  @Test
  void anOperationThatHearthLacksSaysSo() throws Exception {
    var refused = aws("logs", "describe-export-tasks");

    assertThat(refused.exit()).isNotZero();
    assertThat(refused.err()).contains("DescribeExportTasks");
  }
}
