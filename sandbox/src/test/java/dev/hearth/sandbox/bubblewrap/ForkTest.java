package dev.hearth.sandbox.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.sandbox.FunctionCode;
import dev.hearth.sandbox.Run;
import dev.hearth.sandbox.RunningFunction;
import dev.hearth.sandbox.runtime.Runtimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Sandboxes that are forked from a process which has loaded their runtime.
@Timeout(60)
class ForkTest {
  private static final String HELLO = "def handler(event, context): return 'hello'";

  @TempDir private Path folder;

  private static BubblewrapDriver driver() {
    Requirements.sandboxes();
    var runtimes = Runtimes.find(Runtimes.defaultFolder());
    return new BubblewrapDriver(runtimes, Requirements.settings(null), InstantSource.system());
  }

  private RunningFunction start(BubblewrapDriver driver, String source) {
    return RunningFunction.start(driver, FunctionCode.python(folder, source));
  }

  @Test
  void whatTheyAreForkedFromIsReplacedWhenItEnds() throws Exception {
    try (var driver = driver();
        var function = start(driver, HELLO)) {
      assertThat(function.answer("1")).isEqualTo("\"hello\"");
      var zygote = zygote();
      zygote.destroyForcibly();
      zygote.onExit().get(10, TimeUnit.SECONDS);
      assertThat(function.answer("2")).isEqualTo("\"hello\"");
      // One was parked, one finds no zygote and is started, one has a new zygote.
      for (int i = 0; i < 3; i++) {
        try (var next = start(driver, HELLO)) {
          assertThat(next.answer("3")).isEqualTo("\"hello\"");
        }
      }
      assertThat(zygote().pid()).isNotEqualTo(zygote.pid());
    }
  }

  @Test
  void itEndsWithTheDriver() throws Exception {
    ProcessHandle zygote;
    try (var driver = driver();
        var function = start(driver, HELLO)) {
      assertThat(function.answer("1")).isEqualTo("\"hello\"");
      zygote = zygote();
    }
    assertThat(zygote.onExit().get(10, TimeUnit.SECONDS).isAlive()).isFalse();
  }

  @Test
  void aFunctionsOwnModuleComesBeforeOneThatWasLoadedBefore() throws IOException {
    var source = "import bootstrap, uuid\ndef handler(e, c): return uuid.NAME + bootstrap.NAME";
    var code =
        FunctionCode.python(folder, source)
            .file("uuid.py", "NAME = 'mine'")
            .file("bootstrap.py", "NAME = ' too'");
    try (var driver = driver();
        var function = RunningFunction.start(driver, code)) {
      assertThat(function.answer("1")).isEqualTo("\"mine too\"");
    }
  }

  @Test
  void eachHasItsOwnRandomNumbers() throws IOException {
    var source =
        "import random, uuid\ndef handler(e, c): return [random.random(), uuid.uuid4().hex]";
    try (var driver = driver();
        var one = start(driver, source);
        var other = start(driver, source)) {
      assertThat(one.answer("1")).isNotEqualTo(other.answer("1"));
    }
  }

  @Test
  void process1SoonIsNoPythonAndTheFunctionsEndIsStillToldAsItWas() throws Exception {
    try (var driver = driver();
        var function =
            start(driver, "import os\ndef handler(e, c): return os._exit(7) if e else 0")) {
      assertThat(function.answer("0")).isEqualTo("0");
      var first = ProcessHandle.of(function.sandbox().pid()).orElseThrow().parent().orElseThrow();
      while (!name(first).equals("init")) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
      assertThat(memoryKibibytes(first)).isLessThan(100);
      assertThat(function.run("1"))
          .isInstanceOfSatisfying(
              Run.Crashed.class, run -> assertThat(run.exit()).isEqualTo("exit status 7"));
      assertThat(first.onExit().get(10, TimeUnit.SECONDS).isAlive()).isFalse();
    }
  }

  private static String name(ProcessHandle process) throws IOException {
    return Files.readString(Path.of("/proc/" + process.pid() + "/comm")).strip();
  }

  private static long memoryKibibytes(ProcessHandle process) throws IOException {
    try (var lines = Files.lines(Path.of("/proc/" + process.pid() + "/smaps_rollup"))) {
      return lines
          .filter(line -> line.startsWith("Pss:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .sum();
    }
  }

  /// Its children look like it in all but their user.
  private static ProcessHandle zygote() {
    var user = ProcessHandle.current().info().user();
    return ProcessHandle.current()
        .children()
        .filter(child -> child.info().user().equals(user))
        .filter(child -> child.info().commandLine().orElse("").endsWith("/zygote.py"))
        .findFirst()
        .orElseThrow();
  }
}
