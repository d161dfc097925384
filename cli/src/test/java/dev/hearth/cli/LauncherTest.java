package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LauncherTest {
  private static final Path LAUNCHER = Path.of("..", "hearth");

  @Test
  void itExplainsItselfAsTheProgramDoesBeforeAnythingIsBuilt()
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(LAUNCHER.toString()).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
    builder.environment().put("JAVA_HOME", "/nonexistent");
    var process = builder.start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isZero();
    assertThat(said).isEqualTo(Session.of(Map.of("HEARTH_COMMAND", LAUNCHER.toString())).out());
  }
}
