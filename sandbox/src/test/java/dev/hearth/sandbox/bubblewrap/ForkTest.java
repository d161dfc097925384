package dev.hearth.sandbox.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.sandbox.FunctionCode;
import dev.hearth.sandbox.RunningFunction;
import dev.hearth.sandbox.runtime.Runtimes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Sandboxes that are forked from a process which has loaded their runtime.
@Timeout(60)
class ForkTest {
  private static final String HELLO = "def handler(event, context): return 'hello'";

  @TempDir private Path folder;
  private BubblewrapDriver driver;

  @BeforeEach
  void open() {
    Requirements.sandboxes();
    driver = driver();
  }

  private static BubblewrapDriver driver() {
    var runtimes = Runtimes.find(Runtimes.defaultFolder());
    return new BubblewrapDriver(runtimes, Requirements.settings(null), InstantSource.system());
  }

  @AfterEach
  void close() {
    if (driver != null) {
      driver.close();
    }
  }

  private RunningFunction start(String source) throws IOException {
    return RunningFunction.start(driver, FunctionCode.python(folder, source));
  }

  @Test
  void whatTheyAreForkedFromIsReplacedWhenItEnds() throws Exception {
    try (var function = start(HELLO)) {
      assertThat(function.answer("1")).isEqualTo("\"hello\"");
      var zygote = zygote();
      zygote.destroyForcibly();
      zygote.onExit().get(10, TimeUnit.SECONDS);
      assertThat(function.answer("2")).isEqualTo("\"hello\"");
      // One was parked, one finds no zygote and is started, one has a new zygote.
      for (int i = 0; i < 3; i++) {
        try (var next = start(HELLO)) {
          assertThat(next.answer("3")).isEqualTo("\"hello\"");
        }
      }
      assertThat(zygote().pid()).isNotEqualTo(zygote.pid());
    }
  }

  @Test
  void itEndsWithTheDriver() throws Exception {
    ProcessHandle zygote;
    try (var other = driver();
        var function = RunningFunction.start(other, FunctionCode.python(folder, HELLO))) {
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
    try (var function = RunningFunction.start(driver, code)) {
      assertThat(function.answer("1")).isEqualTo("\"mine too\"");
    }
  }

  @Test
  void eachHasItsOwnRandomNumbers() throws IOException {
    var source =
        "import random, uuid\ndef handler(e, c): return [random.random(), uuid.uuid4().hex]";
    try (var one = start(source);
        var other = start(source)) {
      assertThat(one.answer("1")).isNotEqualTo(other.answer("1"));
    }
  }

  /// Its children look like it in all but their user.
  private static ProcessHandle zygote() {
    var user = ProcessHandle.current().info().user();
    return ProcessHandle.current()
        .children()
        .filter(child -> child.info().user().equals(user))
        .filter(child -> child.info().commandLine().orElse("").endsWith("/zygote.py"))
        .max(Comparator.comparingLong(ProcessHandle::pid)) // the newest driver's
        .orElseThrow();
  }
}
