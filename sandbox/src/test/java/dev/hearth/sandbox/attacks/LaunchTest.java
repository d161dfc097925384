package dev.hearth.sandbox.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.kernel.ServiceException;
import dev.hearth.sandbox.FunctionCode;
import dev.hearth.sandbox.RunningFunction;
import dev.hearth.sandbox.bubblewrap.BubblewrapDriver;
import dev.hearth.sandbox.bubblewrap.Requirements;
import dev.hearth.sandbox.runtime.Runtimes;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Settings of a function that aim at what starts its sandbox, as root.
@Timeout(60)
class LaunchTest {
  private static final String SOURCE =
      "import os\ndef handler(e, c): return os.environ.get('LD_PRELOAD')";

  @TempDir private Path folder;

  private static BubblewrapDriver driver() {
    Requirements.sandboxes();
    return new BubblewrapDriver(
        Runtimes.find(Runtimes.defaultFolder()),
        Requirements.settings(null, false),
        InstantSource.system());
  }

  @Test
  void aVariableIsNoArgument() {
    var code =
        FunctionCode.python(folder, SOURCE)
            .set("LD_PRELOAD", "") // so that it is started with its variables
            .set("MINE", "x\0--cap-add\0ALL\0--share-net");
    try (var driver = driver()) {
      assertThatThrownBy(() -> RunningFunction.start(driver, code))
          .isInstanceOf(ServiceException.class)
          .hasMessageContaining("a null character");
    }
  }

  @Test
  void aLibraryOfItsOwnIsLoadedByNobodyBeforeIt() {
    // Whoever loaded it would say so: the loader tells of one that it cannot open.
    var code =
        FunctionCode.python(folder, SOURCE)
            .file("evil.so", "no library")
            .set("LD_PRELOAD", "/var/task/evil.so");
    try (var driver = driver();
        var function = RunningFunction.start(driver, code)) {
      assertThat(function.answer("1")).isEqualTo("\"/var/task/evil.so\"");
      assertThat(function.lines().stream().filter(line -> line.contains("evil.so")))
          .as("python itself")
          .hasSize(1);
    }
  }
}
