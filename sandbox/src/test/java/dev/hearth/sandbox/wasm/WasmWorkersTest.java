package dev.hearth.sandbox.wasm;

import static dev.hearth.sandbox.wasm.SandboxedModules.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.sandbox.Driver;
import dev.hearth.sandbox.RunningFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Modules in sandboxes, each in a JVM of its own.
class WasmWorkersTest extends ModuleContract {
  @TempDir private static Path store;
  private static SandboxedModules modules;

  @BeforeAll
  static void open() {
    modules = SandboxedModules.open(store);
  }

  @AfterAll
  static void close() {
    if (modules != null) {
      modules.close();
    }
  }

  @Override
  Driver driver() {
    return modules.driver();
  }

  @Override
  int many() {
    return 5;
  }

  @Test
  void whatAModuleSeesDoesNotTellWhetherItsJvmWasParked() {
    try (var made = RunningFunction.start(driver(), code(echo(Code.of())))) {
      assertThat(made.answer("1")).isEqualTo("1");
    }
    await("a worker is parked", () -> modules.empty() > 0);
    // One that has loaded this module waits for nobody: see LoadedWorkersTest.
    var another = code(echo(Code.of()).data(60_000, "another"));
    try (var parked = RunningFunction.start(driver(), another)) {
      assertThat(modules.empty()).isZero();
      assertThat(parked.answer("2")).isEqualTo("2");
      assertThat(parked.answer("3")).isEqualTo("3");
    }
  }

  @Test
  void itsProcessIsInASandboxAndSeesNothingOfItsPackage() throws IOException {
    var code = code(echo(Code.of())).data("secret.txt", "x");
    try (var function = RunningFunction.start(driver(), code)) {
      assertThat(function.answer("1")).isEqualTo("1");
      var process = Path.of("/proc", Long.toString(function.sandbox().pid()));
      assertThat(function.sandbox().pid()).isNotEqualTo(ProcessHandle.current().pid());
      for (var kind : new String[] {"net", "pid", "mnt", "user", "ipc"}) {
        assertThat(Files.readSymbolicLink(process.resolve("ns").resolve(kind)))
            .isNotEqualTo(Files.readSymbolicLink(Path.of("/proc/self/ns").resolve(kind)));
      }
      assertThat(Files.readString(process.resolve("status")))
          .containsPattern("Seccomp:\\s2\n")
          .containsPattern("CapEff:\\s0+\n")
          .containsPattern("NoNewPrivs:\\s1\n");
      assertThat(process.resolve("root/var/task"))
          .isDirectoryContaining(file -> file.endsWith("module.compiled"))
          .isDirectoryNotContaining(file -> file.endsWith("secret.txt"));
    }
  }

  @Test
  void whatTheOwnerSetsIsForTheModuleAndNotForItsJvm() {
    var code =
        code(echo(Code.of()))
            .set("JAVA_TOOL_OPTIONS", "-XX:+NoSuchOption")
            .set("LD_PRELOAD", "/none")
            .set("AWS_LWA_PORT", "8080")
            .set("AWS_LAMBDA_EXEC_WRAPPER", "/opt/bootstrap")
            .layer("extensions/spy", "#!/bin/sh\nexit 1\n");
    try (var function = RunningFunction.start(driver(), code)) {
      assertThat(function.answer("1")).isEqualTo("1");
    }
  }

  @Test
  void itsJvmTakesNoneOfTheModulesMemory() {
    // Touches each page of 110 MiB.
    var module =
        Binary.command()
            .data(100, "ok")
            .start(
                Code.of()
                    .i32(1900)
                    .grow()
                    .drop()
                    .i32(4096)
                    .set(0)
                    .loop()
                    .get(0)
                    .i32(1)
                    .store()
                    .get(0)
                    .i32(4096)
                    .op(0x6a)
                    .set(0)
                    .get(0)
                    .i32(110 << 20)
                    .op(0x49)
                    .branchIf(0)
                    .end()
                    .write(1, 100, 2));
    try (var function = RunningFunction.start(driver(), code(module))) {
      assertThat(function.answer("1")).isEqualTo("ok");
      assertThat(function.sandbox().maxMemoryMebibytes()).isEqualTo(128);
    }
  }
}
