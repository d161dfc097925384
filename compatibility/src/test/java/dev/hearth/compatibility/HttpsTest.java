package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.server.FunctionsConfig;
import dev.hearth.server.Server;
import dev.hearth.server.ServerConfig;
import dev.hearth.server.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A Hearth with a certificate of its own authority, as AWS's command line sees it.
class HttpsTest {
  private static final String CODE =
      """
      import os, urllib.request
      def handler(event, context):
          # Functions stay on the machine, and reach Hearth without its certificate.
          answer = urllib.request.urlopen(os.environ["AWS_ENDPOINT_URL"] + "/_hearth/health")
          return {"status": answer.status}
      """;

  @TempDir private Path folder;

  private Command.Result aws(Map<String, String> more, String... words)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("python3", "-m", "awscli", "--output", "json"));
    command.addAll(List.of(words));
    var environment = new HashMap<>(more);
    environment.put("AWS_ACCESS_KEY_ID", "test");
    environment.put("AWS_SECRET_ACCESS_KEY", "test");
    environment.put("AWS_DEFAULT_REGION", "us-east-1");
    environment.put("PYTHONPATH", Clients.awsCli().toString());
    environment.put("AWS_CONFIG_FILE", folder.resolve("none").toString());
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    return new Command(command, environment, folder).run();
  }

  @Test
  void theCommandLineDeploysAndInvokesOverTlsOnceItTrustsTheAuthority() throws Exception {
    var config =
        new ServerConfig(
                0,
                folder.resolve("data"),
                true,
                new FunctionsConfig("bubblewrap", Cloud.runtimes()))
            .with(new Transport.LocalCertificate(List.of()));
    try (var server = Server.start(config)) {
      assertThat(server.address().getScheme()).isEqualTo("https");
      var https = Map.of("AWS_ENDPOINT_URL", server.address().toString());
      assertThat(aws(https, "lambda", "list-functions").err())
          .contains("CERTIFICATE_VERIFY_FAILED");

      var trusting = new HashMap<>(https);
      trusting.put("AWS_CA_BUNDLE", folder.resolve("data/tls/ca.pem").toString());
      Files.write(folder.resolve("code.zip"), CodeZip.of("app.py", CODE));
      Files.writeString(folder.resolve("trust.json"), Cloud.TRUST_LAMBDA);
      var role =
          aws(
                  trusting,
                  "iam",
                  "create-role",
                  "--role-name",
                  "r",
                  "--assume-role-policy-document",
                  "file://trust.json")
              .json()
              .at("/Role/Arn")
              .asText();
      aws(
              trusting,
              "lambda",
              "create-function",
              "--function-name",
              "f",
              "--runtime",
              "python3.13",
              "--handler",
              "app.handler",
              "--role",
              role,
              "--memory-size",
              "1024",
              "--zip-file",
              "fileb://code.zip")
          .succeeds();
      aws(trusting, "lambda", "wait", "function-active-v2", "--function-name", "f").succeeds();
      aws(trusting, "lambda", "invoke", "--function-name", "f", "out.json").succeeds();
      assertThat(Files.readString(folder.resolve("out.json"))).isEqualTo("{\"status\": 200}");
      var url =
          aws(
                  trusting,
                  "lambda",
                  "create-function-url-config",
                  "--function-name",
                  "f",
                  "--auth-type",
                  "NONE")
              .json()
              .get("FunctionUrl")
              .asText();
      assertThat(url).startsWith("https://").endsWith(":" + server.address().getPort() + "/");
    }
  }
}
