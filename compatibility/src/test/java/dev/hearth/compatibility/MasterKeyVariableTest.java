package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.identity.Administrator;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.Runtime;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/// `hearth up` with its master key in the environment, as a process of its own.
class MasterKeyVariableTest {
  private static final String KEY =
      Base64.getEncoder()
          .encodeToString("0123456789abcdef0123456789ABCDEF".getBytes(StandardCharsets.UTF_8));

  private static final String CODE =
      """
      import os
      def handler(event, context):
          return sorted(os.environ)
      """;

  @TempDir private Path folder;

  private Process up(@Nullable String key) throws IOException {
    var builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.hearth.cli.Main",
                "up",
                "--port",
                "0",
                "--data",
                folder.resolve("data").toString()));
    builder.environment().put("VAULT_TOKEN", "a-token-of-vaults");
    if (key != null) {
      builder.environment().put("HEARTH_MASTER_KEY", key);
    }
    return builder.redirectErrorStream(true).start();
  }

  private static URI endpoint(BufferedReader out) throws IOException {
    for (var line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("ready ")) {
        return URI.create(line.split(" ", 3)[1]);
      }
    }
    throw new AssertionError("Hearth ended before it was ready");
  }

  private <B extends AwsClientBuilder<B, ?> & SdkSyncClientBuilder<B, ?>> B client(
      B builder, URI endpoint) {
    var administrator = Administrator.read(folder.resolve("data")).orElseThrow();
    return builder
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(administrator.accessKeyId(), administrator.secret())))
        .httpClientBuilder(UrlConnectionHttpClient.builder());
  }

  private static void end(Process process) throws InterruptedException {
    process.destroy();
    process.waitFor();
  }

  @Test
  void theKeyIsInNoFileNoCommandLineAndNoOtherProcess() throws Exception {
    var hearth = up(KEY);
    try (var out = hearth.inputReader(StandardCharsets.UTF_8)) {
      var endpoint = endpoint(out);
      try (var iam = client(IamClient.builder(), endpoint).build();
          var lambda = client(LambdaClient.builder(), endpoint).build();
          var secrets = client(SecretsManagerClient.builder(), endpoint).build()) {
        secrets.createSecret(r -> r.name("s").secretString("v"));
        var role =
            iam.createRole(r -> r.roleName("r").assumeRolePolicyDocument(Cloud.TRUST_LAMBDA))
                .role()
                .arn();
        lambda.createFunction(
            r ->
                r.functionName("f")
                    .runtime(Runtime.PYTHON3_12)
                    .handler("app.handler")
                    .role(role)
                    .code(c -> c.zipFile(SdkBytes.fromByteArray(CodeZip.of("app.py", CODE)))));
        lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName("f"));
        var seen = lambda.invoke(r -> r.functionName("f")).payload().asUtf8String();
        assertThat(seen).contains("AWS_LAMBDA_FUNCTION_NAME");
        assertThat(seen).doesNotContain("HEARTH_MASTER_KEY", "VAULT_TOKEN");
      }
      var others = hearth.toHandle().descendants().toList();
      assertThat(others).isNotEmpty();
      for (var each : others) {
        assertThat(read(each.pid(), "environ")).doesNotContain("HEARTH_MASTER_KEY", "VAULT_TOKEN");
      }
      assertThat(read(hearth.pid(), "cmdline")).contains("--data").doesNotContain(KEY);
    } finally {
      end(hearth);
    }
    assertThat(folder.resolve("data/identity/sealing.key")).doesNotExist();
    for (var other : List.of("code/environment.key", "buses/connections.key")) {
      assertThat(folder.resolve("data").resolve(other)).hasSize(72); // 32 bytes, sealed
    }

    assertThat(refusal(null))
        .contains("The master key in HEARTH_MASTER_KEY was not given")
        .contains("set HEARTH_MASTER_KEY to what it was before");
    var another = Base64.getEncoder().encodeToString(new byte[32]);
    assertThat(refusal(another)).contains("is another key than the one that sealed");
    assertThat(refusal("short")).contains("expected: 32 bytes").doesNotContain("short");
    var again = up(KEY);
    try (var out = again.inputReader(StandardCharsets.UTF_8);
        var secrets = client(SecretsManagerClient.builder(), endpoint(out)).build()) {
      assertThat(secrets.getSecretValue(r -> r.secretId("s")).secretString()).isEqualTo("v");
    } finally {
      end(again);
    }
  }

  private String refusal(@Nullable String key) throws Exception {
    var hearth = up(key);
    try (var out = hearth.inputReader(StandardCharsets.UTF_8)) {
      var said = String.join("\n", out.lines().toList());
      assertThat(hearth.waitFor()).isNotZero();
      return said;
    }
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(
          Path.of("/proc", Long.toString(pid), file), StandardCharsets.ISO_8859_1);
    } catch (IOException _) {
      return ""; // it has ended meanwhile
    }
  }
}
