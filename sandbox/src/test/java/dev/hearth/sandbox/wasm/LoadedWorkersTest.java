package dev.hearth.sandbox.wasm;

import static dev.hearth.sandbox.wasm.SandboxedModules.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.sandbox.FunctionCode;
import dev.hearth.sandbox.RunningFunction;
import dev.hearth.sandbox.files.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Workers that are parked with a module: one, of whichever module was called first.
@Timeout(120)
class LoadedWorkersTest {
  @TempDir private Path folder;
  private Path store;
  private SandboxedModules modules;

  @BeforeEach
  void open() throws IOException {
    store = Files.createDirectory(folder.resolve("modules"));
    modules = SandboxedModules.open(store);
  }

  @AfterEach
  void close() {
    if (modules != null) {
      modules.close();
    }
  }

  /// Another version of the same function each time.
  private FunctionCode code(Binary module) {
    return FunctionCode.of(folder, "wasm", "app").binary("app.wasm", module.bytes()).memory(128);
  }

  private static Binary answering(String text) {
    return Binary.command().data(100, text).start(Code.of().write(1, 100, text.length()));
  }

  private RunningFunction start(FunctionCode code) {
    return RunningFunction.start(modules.driver(), code);
  }

  private String answer(FunctionCode code) {
    try (var function = start(code)) {
      return function.answer("1");
    }
  }

  /// Calls until a worker waits that has loaded the module, and one that has none: what JVMs begin
  /// with may have to be recorded first.
  private void load(FunctionCode code) {
    await(
        "an empty worker is parked",
        () -> modules.empty() > 0 || (answer(code) != null && modules.empty() > 0));
    answer(code);
    await(
        "a worker is parked that has loaded it",
        () -> modules.loaded() == 1 && modules.empty() == 1);
  }

  @Test
  void aModuleThatWasCalledFindsAWorkerThatHasLoadedIt() {
    var code = code(ModuleContract.echo(Code.of())).set("MINE", "yes").memory(192);
    load(code);
    try (var function = start(code)) {
      assertThat(modules.loaded()).isZero();
      assertThat(modules.empty()).isOne();
      assertThat(function.answer("2")).isEqualTo("2");
      assertThat(function.answer("3")).isEqualTo("3");
      assertThat(function.lines()).isEmpty();
    }
    await("another has loaded it", () -> modules.loaded() == 1);
  }

  @Test
  void neitherAnotherModuleNorALaterVersionIsGivenAWorkerThatHasLoadedOne() {
    var one = code(answering("one"));
    var two = code(answering("two"));
    load(one);
    try (var function = start(two)) {
      assertThat(modules.loaded()).isOne();
      assertThat(modules.empty()).isZero();
      assertThat(function.answer("1")).isEqualTo("two");
    }
    try (var function = start(one)) {
      assertThat(modules.loaded()).isZero();
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
    try (var function = start(code)) {
      assertThat(modules.loaded()).isZero();
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
    try (var function = start(code)) {
      assertThat(modules.loaded()).isZero();
      assertThat(function.answer("1")).isEqualTo("here");
    }
  }
}
