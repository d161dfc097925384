package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The SDKs for Python and JavaScript, each running one script of this module's resources that
/// prints what it saw as JSON.
@ExtendWith(Cloud.Extension.class)
class ScriptedSdkTest {
  private final Cloud cloud;
  @TempDir private Path folder;

  ScriptedSdkTest(Cloud cloud) {
    this.cloud = cloud;
  }

  private Command.Result run(List<String> command, Map<String, String> extra, String script)
      throws IOException, InterruptedException {
    try (var source =
        Objects.requireNonNull(ScriptedSdkTest.class.getResourceAsStream("/" + script), script)) {
      Files.copy(source, folder.resolve(script));
    }
    Files.write(
        folder.resolve("one.zip"),
        CodeZip.of("app.py", "def handler(e, c):\n    print('saw', e)\n    return {'n': 1}\n"));
    Files.write(
        folder.resolve("two.zip"), CodeZip.of("app.py", "def handler(e, c):\n    return e['x']\n"));
    var environment = new HashMap<>(cloud.environment());
    environment.putAll(extra);
    environment.put("FUNCTION", "scripted-" + UUID.randomUUID());
    environment.put("TRUST", Cloud.TRUST_LAMBDA);
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    return new Command(command, environment, folder).run();
  }

  private static void sawEverything(Command.Result result) throws IOException {
    var saw = result.json();
    assertThat(saw.get("first").asText()).isEqualTo("{\"n\": 1}");
    assertThat(saw.get("tail").asText()).contains("saw {'a': 1}", "REPORT RequestId: ");
    assertThat(saw.get("second").asText()).contains("\"errorType\": \"KeyError\"");
    assertThat(saw.get("functionError").asText()).isEqualTo("Unhandled");
    assertThat(saw.get("logged").asText()).isEqualTo("saw {'a': 1}\n");
    assertThat(saw.get("pages").asInt()).isGreaterThanOrEqualTo(2);
    assertThat(saw.get("missing").asText()).isEqualTo("ResourceNotFoundException");
    assertThat(saw.get("conflict").asText()).isEqualTo("ResourceConflictException");
    assertThat(saw.get("invalid").asText()).isEqualTo("InvalidParameterValueException");
    assertThat(saw.get("forbidden").asText()).isEqualTo("AccessDeniedException");
  }

  @Test
  void boto3SeesAFunctionsWholeLifeAndItsErrors() throws Exception {
    sawEverything(
        run(
            List.of("python3", "life.py"),
            Map.of("PYTHONPATH", Clients.boto3().toString()),
            "life.py"));
  }

  @Test
  void theJavaScriptSdkSeesAFunctionsWholeLifeAndItsErrors() throws Exception {
    sawEverything(
        run(
            List.of(Clients.node().toString(), "life.cjs"),
            Map.of("NODE_PATH", Clients.nodeModules().toString()),
            "life.cjs"));
  }
}
