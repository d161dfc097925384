package dev.hearth.sandbox.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.sandbox.FunctionCode;
import dev.hearth.sandbox.RunningFunction;
import dev.hearth.sandbox.runtime.Family;
import dev.hearth.sandbox.runtime.HostRuntime;
import dev.hearth.sandbox.runtime.Runtimes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// JVMs that were started before their function was known are as those that were started for it.
@Timeout(120)
class ParkedJavaTest {
  private static final long PATIENCE = Duration.ofSeconds(60).toNanos();
  private static final int MEMORY_MEBIBYTES = 128;

  @TempDir private Path folder;
  private BubblewrapDriver driver;

  @BeforeEach
  void open() {
    Requirements.sandboxes();
    driver =
        new BubblewrapDriver(
            Runtimes.find(Runtimes.defaultFolder()),
            Requirements.settings(null),
            InstantSource.system());
  }

  @AfterEach
  void close() {
    driver.close();
  }

  static Stream<HostRuntime> jdks() {
    return Runtimes.find(Runtimes.defaultFolder()).installed().stream()
        .filter(runtime -> runtime.family() == Family.JAVA);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void whatAFunctionSeesDoesNotTellWhetherItsJvmWasParked(HostRuntime jdk) throws Exception {
    var source =
        """
        public class Function {
          public Object handle(Object e) throws Exception {
            var relative = new FileInputStream("data.txt");
            return List.of(new String(relative.readAllBytes()), System.getenv("MINE"),
                System.getProperty("user.dir"), new File("/opt/extra").exists(),
                Runtime.getRuntime().maxMemory() >> 20, Runtime.getRuntime().availableProcessors(),
                new File(".").getCanonicalPath(), Runtime.version().feature());
          }
        }
        """;
    var code =
        FunctionCode.of(folder, jdk.name(), "Function::handle")
            .java("Function", source)
            .data("data.txt", "here")
            .layer("extra", "")
            .set("MINE", "yes")
            .memory(MEMORY_MEBIBYTES);
    String made;
    try (var function = RunningFunction.start(driver, code)) {
      made = function.answer("{}");
      assertThat(made).startsWith("[\"here\",\"yes\",\"/var/task\",true,");
    }
    awaitParked(jdk.parkedName(MEMORY_MEBIBYTES));
    try (var function = RunningFunction.start(driver, code)) {
      assertThat(driver.parked().get(jdk.parkedName(MEMORY_MEBIBYTES))).isZero();
      assertThat(function.answer("{}")).isEqualTo(made);
      assertThat(function.answer("{}")).isEqualTo(made);
    }
  }

  /// Each JDK of this host, with archives of its own, which nobody has recorded anything in.
  @ParameterizedTest
  @MethodSource("jdks")
  void whereNoneIsParkedLaterOnesBeginWithWhatWasRecordedAsWell(HostRuntime jdk) throws Exception {
    var runtimes = Runtimes.find(Files.createDirectory(folder.resolve("runtimes")));
    var fresh =
        runtimes.installed().stream()
            .filter(each -> each.name().equals(jdk.name()))
            .findFirst()
            .orElseThrow();
    var source =
        "public class Function { public String handle(String e) { return System.getenv(\"MINE\"); }"
            + " }";
    var code =
        FunctionCode.of(folder, jdk.name(), "Function::handle")
            .java("Function", source)
            .set("MINE", "yes");
    assertThat(fresh.unmadeCache()).isNotNull();
    try (var unparked =
        new BubblewrapDriver(runtimes, Requirements.unparked(), InstantSource.system())) {
      answer(unparked, code);
      await("it is recorded", () -> fresh.unmadeCache() == null);
      answer(unparked, code);
      assertThat(unparked.parked()).isEmpty();
    }
  }

  private static void answer(BubblewrapDriver driver, FunctionCode code) throws Exception {
    try (var function = RunningFunction.start(driver, code)) {
      assertThat(function.answer("\"\"")).isEqualTo("\"yes\"");
    }
  }

  private void awaitParked(String name) {
    await(name + " is parked", () -> driver.parked().getOrDefault(name, 0) > 0);
  }

  private static void await(String what, BooleanSupplier holds) {
    long deadline = System.nanoTime() + PATIENCE;
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }
}
