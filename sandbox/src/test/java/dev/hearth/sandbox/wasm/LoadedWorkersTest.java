package dev.hearth.sandbox.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.sandbox.FunctionCode;
import dev.hearth.sandbox.RunningFunction;
import dev.hearth.sandbox.bubblewrap.BubblewrapDriver;
import dev.hearth.sandbox.bubblewrap.Requirements;
import dev.hearth.sandbox.files.Folders;
import dev.hearth.sandbox.runtime.Runtimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Workers that are parked with a module: one, of whichever module was called first.
@Timeout(120)
class LoadedWorkersTest {
  private static final long PATIENCE = Duration.ofSeconds(60).toNanos();

  @TempDir private Path folder;
  private Path store;
  private BubblewrapDriver sandboxes;
  private WasmWorkers driver;

  @BeforeEach
  void open() throws IOException {
    Requirements.sandboxes();
    sandboxes =
        new BubblewrapDriver(
            Runtimes.find(Runtimes.defaultFolder()),
            Requirements.settings(null, true),
            InstantSource.system());
    store = Files.createDirectory(folder.resolve("modules"));
    driver = new WasmWorkers(sandboxes, new Modules(4 << 20, store));
  }

  @AfterEach
  void close() {
    if (sandboxes != null) {
      sandboxes.close();
    }
  }

  /// Another version of the same function each time.
  private FunctionCode code(Binary module) {
    return FunctionCode.of(folder, "wasm", "app").binary("app.wasm", module.bytes()).memory(128);
  }

  private static Binary answering(String text) {
    return Binary.command().data(100, text).start(Code.of().write(1, 100, text.length()));
  }

  private int loaded() {
    return driver.parked().getOrDefault("wasm-loaded", 0);
  }

  private int empty() {
    return driver.parked().getOrDefault("wasm", 0);
  }

  private String answer(FunctionCode code) {
    try (var function = RunningFunction.start(driver, code)) {
      return function.answer("1");
    }
  }

  /// Calls until a worker waits that has loaded the module, and one that has none: what JVMs begin
  /// with may have to be recorded first.
  private void load(FunctionCode code) {
    await("an empty worker is parked", () -> empty() > 0 || (answer(code) != null && empty() > 0));
    answer(code);
    await("a worker is parked that has loaded it", () -> loaded() == 1 && empty() == 1);
  }

  private static void await(String what, BooleanSupplier holds) {
    long deadline = System.nanoTime() + PATIENCE;
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Test
  void aModuleThatWasCalledFindsAWorkerThatHasLoadedIt() {
    var code = code(ModuleContract.echo(Code.of())).set("MINE", "yes").memory(192);
    load(code);
    try (var function = RunningFunction.start(driver, code)) {
      assertThat(loaded()).isZero();
      assertThat(empty()).isOne();
      assertThat(function.answer("2")).isEqualTo("2");
      assertThat(function.answer("3")).isEqualTo("3");
      assertThat(function.lines()).isEmpty();
    }
    await("another has loaded it", () -> loaded() == 1);
  }

  @Test
  void neitherAnotherModuleNorALaterVersionIsGivenAWorkerThatHasLoadedOne() {
    var one = code(answering("one"));
    var two = code(answering("two"));
    load(one);
    try (var function = RunningFunction.start(driver, two)) {
      assertThat(loaded()).isOne();
      assertThat(empty()).isZero();
      assertThat(function.answer("1")).isEqualTo("two");
    }
    try (var function = RunningFunction.start(driver, one)) {
      assertThat(loaded()).isZero();
      assertThat(function.answer("1")).isEqualTo("one");
    }
  }

  @Test
  void aModuleThatRunsWheneverAnInstanceIsMadeIsLoadedAllTheSame() {
    var module =
        Binary.command()
            .data(100, "made")
            .function("", "", 0, Code.of().write(2, 100, 4))
            .initialiser()
            .start(Code.of().write(1, 100, 4));
    var code = code(module);
    load(code);
    try (var function = RunningFunction.start(driver, code)) {
      assertThat(loaded()).isZero();
      assertThat(function.answer("1")).isEqualTo("made");
      assertThat(function.lines()).containsExactly("made");
    }
  }

  @Test
  void aWorkerOutlivesTheFileThatItHasLoaded() throws IOException {
    var code = code(answering("here"));
    load(code);
    try (var kept = Files.newDirectoryStream(store)) {
      for (var each : kept) {
        Folders.delete(each);
      }
    }
    try (var function = RunningFunction.start(driver, code)) {
      assertThat(loaded()).isZero();
      assertThat(function.answer("1")).isEqualTo("here");
    }
  }
}
