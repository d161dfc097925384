package dev.hearth.sandbox.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.sandbox.FunctionCode;
import dev.hearth.sandbox.RunningFunction;
import dev.hearth.sandbox.runtime.Runtimes;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A function's `/tmp` and memory are as large as it asked for, whether its sandbox was parked or
/// not.
@Timeout(60)
class TemporarySpaceTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"512, true", "1024, true", "512, false", "2048, false"})
  void temporarySpaceIsWhatWasConfigured(int mebibytes, boolean parks) {
    Requirements.sandboxes();
    var source =
        """
        import os
        def handler(event, context):
            space = os.statvfs("/tmp")
            return space.f_blocks * space.f_frsize >> 20
        """;
    var code = FunctionCode.python(folder, source).temporary(mebibytes);
    if (!parks) {
      code.set("LD_PRELOAD", "");
    }
    try (var driver =
            new BubblewrapDriver(
                Runtimes.find(Runtimes.defaultFolder()),
                Requirements.settings(null),
                InstantSource.system());
        var function = RunningFunction.start(driver, code)) {
      assertThat(function.answer("1")).isEqualTo(Integer.toString(mebibytes));
    }
  }
}
