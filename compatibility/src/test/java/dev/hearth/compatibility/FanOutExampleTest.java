package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// `examples/fan-out`, as its README runs it.
@ExtendWith(Cloud.Extension.class)
class FanOutExampleTest {
  private static final int PARTS = 24;

  private final Cloud cloud;
  @TempDir private Path folder;

  FanOutExampleTest(Cloud cloud) {
    this.cloud = cloud;
  }

  @Test
  void thePartsOfAnUploadAreCountedExactlyAlthoughWorkersFail() throws Exception {
    python("deploy.py", Clients.durableSdk().toString()).succeeds();
    var result = python("upload.py", Integer.toString(PARTS)).json();
    assertThat(result.path("status").asText()).isEqualTo("SUCCEEDED");
    assertThat(result.at("/result/parts").asInt()).isEqualTo(PARTS);
    assertThat(result.at("/result/words").asInt()).isEqualTo(PARTS * 7);
  }

  private Command.Result python(String script, String argument)
      throws IOException, InterruptedException {
    var environment = new HashMap<>(cloud.environment());
    environment.put("PYTHONPATH", Clients.boto3().toString());
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    return new Command(
            List.of("python3", example().resolve(script).toString(), argument), environment, folder)
        .run();
  }

  /// Tests run in their module's folder or in the project's.
  private static Path example() {
    var here = Path.of("examples", "fan-out").toAbsolutePath();
    return Files.isDirectory(here)
        ? here
        : Path.of("..").resolve("examples/fan-out").toAbsolutePath();
  }
}
