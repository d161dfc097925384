package dev.hearth.sandbox.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.kernel.ServiceException;
import dev.hearth.sandbox.Driver;
import dev.hearth.sandbox.FunctionCode;
import dev.hearth.sandbox.Run;
import dev.hearth.sandbox.RunningFunction;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Modules in this process.
class WasmDriverTest extends ModuleContract {
  private static final long MEBIBYTE = 1 << 20;

  @TempDir private Path store;
  private WasmDriver driver;

  @BeforeEach
  void open() {
    driver =
        new WasmDriver(new Modules(4 * MEBIBYTE, store), 64 * MEBIBYTE, InstantSource.system());
  }

  @Override
  Driver driver() {
    return driver;
  }

  @Override
  int many() {
    return 50;
  }

  @AfterEach
  void everythingHasEnded() throws InterruptedException {
    driver.close();
    for (int tries = 0; tries < 1000 && driver.guests() > 0; tries++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertThat(driver.guests()).isZero();
    assertThat(driver.memoryInUse()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"0,1", "511,32"}) // of 64 KiB
  void whatIsReportedIsTheModulesMemoryAlone(int more, int mebibytes) {
    var module = Binary.command().start(Code.of().i32(more).grow().drop());
    try (var function = RunningFunction.start(driver, code(module).memory(32))) {
      assertThat(function.answer("1")).isEmpty();
      assertThat(function.sandbox().maxMemoryMebibytes()).isEqualTo(mebibytes);
    }
  }

  @Test
  void guestsTogetherHaveNoMoreMemoryThanTheNodeGivesThem() {
    var module =
        Binary.command()
            .data(100, "yesno")
            .start(
                Code.of()
                    .i32(1500)
                    .grow()
                    .i32(-1)
                    .op(0x46)
                    .op(0x04, 0x40)
                    .write(1, 103, 2)
                    .op(0x05)
                    .write(1, 100, 3)
                    .end());
    try (var function = start(module)) { // 94 of 64 MiB
      assertThat(function.answer("1")).isEqualTo("no");
    }
    try (var function = start(Binary.command().memory(0, -1).start(Code.of()))) {
      assertThat(function.run("1")).isInstanceOf(Run.InitFailed.class); // two memories
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"python3.12", "cobol74"})
  void itRunsModulesOnly(String runtime) {
    var code = FunctionCode.of(folder, runtime, "app");
    assertThatThrownBy(() -> driver.start(code.spec(), (_, _) -> {}))
        .isInstanceOfSatisfying(
            ServiceException.class,
            e -> assertThat(e.code()).isEqualTo("InvalidParameterValueException"));
  }
}
