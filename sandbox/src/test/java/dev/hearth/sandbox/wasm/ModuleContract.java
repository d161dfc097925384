package dev.hearth.sandbox.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.sandbox.Driver;
import dev.hearth.sandbox.FunctionCode;
import dev.hearth.sandbox.Run;
import dev.hearth.sandbox.RunningFunction;
import dev.hearth.sandbox.wasm.guest.Errno;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What functions that are modules may expect, whatever runs them.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ModuleContract {
  @TempDir Path folder;

  /// Runs modules; closed after each test.
  abstract Driver driver();

  /// Sandboxes that this host can make at once without haste.
  abstract int many();

  FunctionCode code(Binary module) {
    return FunctionCode.of(folder, "wasm", "app").binary("app.wasm", module.bytes()).memory(128);
  }

  RunningFunction start(Binary module) {
    return RunningFunction.start(driver(), code(module));
  }

  /// Reads the event to address 1024 and writes it to the answer, then `after`.
  static Binary echo(Code after) {
    var module = Binary.command().wasi("fd_read", "iiii", "i");
    var code =
        Code.of()
            .i32(0)
            .i32(1024)
            .store()
            .i32(4)
            .i32(4096)
            .store()
            .i32(0)
            .i32(0)
            .i32(1)
            .i32(8)
            .call(2)
            .drop()
            .i32(8)
            .load()
            .set(0)
            .i32(0)
            .i32(1024)
            .store()
            .i32(4)
            .get(0)
            .store()
            .i32(1)
            .i32(0)
            .i32(1)
            .i32(8)
            .call(1)
            .drop();
    return module.start(code.op(toInts(after.bytes())));
  }

  private static int[] toInts(byte[] bytes) {
    var ints = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      ints[i] = bytes[i];
    }
    return ints;
  }

  @Test
  void aModuleReadsTheEventAndWritesTheAnswer() {
    try (var function = start(echo(Code.of()))) {
      assertThat(function.answer("{\"a\":1}")).isEqualTo("{\"a\":1}");
      assertThat(function.answer("2")).isEqualTo("2");
      assertThat(function.sandbox().initDuration()).isPositive();
      assertThat(function.sandbox().maxMemoryMebibytes()).isBetween(1, 128);
      assertThat(function.sandbox().alive()).isTrue();
    }
  }

  @Test
  void nothingOfAnInvocationIsLeftForTheNext() {
    // Answers with the byte at 2000 and then changes it.
    var module =
        Binary.command()
            .data(2000, "0")
            .start(Code.of().write(1, 2000, 1).i32(2000).i32('1').store());
    try (var function = start(module)) {
      assertThat(function.answer("1")).isEqualTo("0");
      assertThat(function.answer("1")).isEqualTo("0");
    }
  }

  @Test
  void whatItWritesToDescriptorTwoIsItsLog() {
    var module =
        Binary.command()
            .data(100, "one\ntwo\nthree")
            .start(Code.of().write(2, 100, 13).write(1, 100, 3));
    try (var function = start(module)) {
      assertThat(function.answer("1")).isEqualTo("one");
      assertThat(function.lines()).containsExactly("one", "two", "three");
    }
  }

  @Test
  void anExitStatusIsAnErrorAndTheAnswerSoFarGoesToTheLog() {
    var module =
        Binary.command()
            .data(100, "half an answer")
            .start(Code.of().write(1, 100, 14).i32(3).call(0));
    try (var function = start(module)) {
      for (int i = 0; i < 2; i++) {
        var run = (Run.Failed) function.run("1");
        assertThat(run.errorType()).isEqualTo("Runtime.ExitError");
        assertThat(run.payload().text())
            .contains("\"errorType\":\"Runtime.ExitError\"")
            .contains("Runtime exited with error: exit status 3");
        assertThat(run.reusable()).isTrue();
      }
      assertThat(function.lines()).contains("half an answer");
    }
  }

  @Test
  void anExitWithoutAnErrorIsAnAnswer() {
    try (var function = start(echo(Code.of().i32(0).call(0)))) {
      assertThat(function.answer("7")).isEqualTo("7");
    }
  }

  static List<Object[]> traps() {
    return List.of(
        new Object[] {Code.of().op(0x00), "unreachable"},
        new Object[] {Code.of().i32(1).i32(0).op(0x6d).drop(), "divide by zero"},
        new Object[] {Code.of().i32(-8).load().drop(), "out of bounds memory access"},
        new Object[] {Code.of().i32(65_533).load().drop(), "out of bounds memory access"},
        new Object[] {Code.of().i32(-8).i32(1).store(), "out of bounds memory access"},
        new Object[] {Code.of().i32(0).i32(0).i32(70_000).op(0xfc, 11, 0), "out of bounds"},
        new Object[] {Code.of().i32(0).i32(65_000).i32(-1).op(0xfc, 10, 0, 0), "out of bounds"},
        new Object[] {Code.of().i32(1).i32(-4).i32(1).i32(8).call(1).drop(), "out of bounds"});
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.MethodSource("traps")
  void aTrapIsAnErrorThatSaysWhatHappened(Code code, String reason) {
    try (var function = start(Binary.command().start(code))) {
      var run = (Run.Failed) function.run("1");
      assertThat(run.errorType()).isEqualTo("Runtime.Trap");
      assertThat(run.payload().text()).contains(reason);
      assertThat(function.run("1")).isInstanceOf(Run.Failed.class);
    }
  }

  @Test
  void itHasItsVariablesAndWhatTheInvocationIs() {
    var module =
        Binary.command()
            .wasi("environ_sizes_get", "ii", "i")
            .wasi("environ_get", "ii", "i")
            .start(
                Code.of()
                    .i32(16)
                    .i32(20)
                    .call(2)
                    .drop()
                    .i32(1024)
                    .i32(8192)
                    .call(3)
                    .drop()
                    .i32(0)
                    .i32(8192)
                    .store()
                    .i32(4)
                    .i32(20)
                    .load()
                    .store()
                    .i32(1)
                    .i32(0)
                    .i32(1)
                    .i32(8)
                    .call(1)
                    .drop());
    try (var function = RunningFunction.start(driver(), code(module).set("MINE", "ö"))) {
      assertThat(function.answer("1").split("\0"))
          .contains("MINE=ö", "AWS_LAMBDA_FUNCTION_NAME=f", "_HANDLER=app", "TZ=:UTC")
          .anyMatch(variable -> variable.startsWith("AWS_LAMBDA_REQUEST_ID="))
          .anyMatch(variable -> variable.startsWith("AWS_LAMBDA_DEADLINE_MS="))
          .noneMatch(variable -> variable.startsWith("AWS_LAMBDA_RUNTIME_API="));
    }
  }

  static List<Code> endless() {
    return List.of(
        Code.of().loop().branch(0).end(),
        Code.of().loop().i32(1).branchIf(0).end(),
        Code.of().loop().i32(0).op(0x0e, 1, 0, 0).end(), // br_table
        Code.of().loop().i32(0).i32(0).i32(60_000).op(0xfc, 11, 0).branch(0).end(),
        Code.of().loop().write(2, 0, 8).branch(0).end(),
        Code.of().loop().write(1, 0, 8).branch(0).end(),
        Code.of().loop().i32(1).grow().drop().branch(0).end());
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.MethodSource("endless")
  void anEndlessLoopIsStoppedAtItsLimit(Code code) {
    var slow = code(Binary.command().start(code)).timeout(Duration.ofMillis(150));
    try (var function = RunningFunction.start(driver(), slow)) {
      assertThat(function.run("1")).isInstanceOf(Run.TimedOut.class);
      assertThat(function.sandbox().alive()).isFalse();
    }
  }

  @Test
  void endlessRecursionThroughATableIsATrap() {
    var module = Binary.command().table(1, 1).start(Code.of().i32(0).op(0x11, 2, 0)).element(2);
    try (var function = start(module)) {
      assertThat(function.run("1").errorType()).isEqualTo("Runtime.Trap");
    }
  }

  @Test
  void aSleepIsStoppedAtItsLimit() {
    var module =
        Binary.command()
            .wasi("poll_oneoff", "iiii", "i")
            // One subscription at 1024: clock 1, a year.
            .start(
                Code.of()
                    .i32(1040)
                    .i32(1)
                    .store()
                    .i32(1048)
                    .i64(31_536_000_000_000_000L)
                    .op(0x37, 3, 0)
                    .i32(1024)
                    .i32(2048)
                    .i32(1)
                    .i32(8)
                    .call(2)
                    .drop());
    var slow = code(module).timeout(Duration.ofMillis(150));
    try (var function = RunningFunction.start(driver(), slow)) {
      assertThat(function.run("1")).isInstanceOf(Run.TimedOut.class);
    }
  }

  @Test
  void endlessRecursionIsATrapAndHarmsNobody() {
    var deep = Binary.command().start(Code.of().call(2));
    try (var function = start(deep);
        var other = start(echo(Code.of()))) {
      for (int i = 0; i < 5; i++) {
        assertThat(function.run("1").errorType()).isEqualTo("Runtime.Trap");
        assertThat(other.answer("1")).isEqualTo("1");
      }
    }
  }

  @Test
  void recursionThroughTheLogIsATrapAndHarmsNobody() {
    // Its stack ends at any point of a call.
    var deep = Binary.command().data(100, "x\n").start(Code.of().write(2, 100, 2).call(2));
    var sandbox = driver().start(code(deep).spec(), (_, _) -> {}); // tens of thousands of lines
    try (var function = new RunningFunction(sandbox, List.of());
        var other = start(echo(Code.of()))) {
      for (int i = 0; i < 3; i++) {
        assertThat(function.run("1").errorType()).isEqualTo("Runtime.Trap");
        assertThat(other.answer("1")).isEqualTo("1");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"511,true", "512,false"}) // of 64 KiB; 32 MiB with the first
  void memoryGrowsToTheFunctionsLimitAndNoFurther(int more, boolean granted) {
    var module =
        Binary.command()
            .data(100, "yesno")
            .start(
                Code.of()
                    .i32(more)
                    .grow()
                    .i32(-1)
                    .op(0x46)
                    .op(0x04, 0x40)
                    .write(1, 103, 2)
                    .op(0x05)
                    .write(1, 100, 3)
                    .end());
    var code = code(module).memory(32);
    try (var function = RunningFunction.start(driver(), code)) {
      assertThat(function.answer("1")).isEqualTo(granted ? "yes" : "no");
    }
  }

  @Test
  void aModuleThatBeginsWithMoreThanItMayHaveIsOutOfMemory() {
    var module = new Binary().memory(32_000, -1).start(Code.of());
    try (var function = start(module)) {
      assertThat(function.run("1").errorType()).isEqualTo("Runtime.OutOfMemory");
    }
  }

  @Test
  void aTableGrowsToItsLimitAndEachInvocationBeginsAnew() {
    var module =
        Binary.command()
            .table(1, -1)
            .data(100, "yesno")
            // ref.null func, 60 000, table.grow
            .start(
                Code.of()
                    .op(0xd0, 0x70)
                    .i32(60_000)
                    .op(0xfc, 15, 0)
                    .i32(-1)
                    .op(0x46)
                    .op(0x04, 0x40)
                    .write(1, 103, 2)
                    .op(0x05)
                    .write(1, 100, 3)
                    .end()
                    .op(0xd0, 0x70)
                    .i32(60_000)
                    .op(0xfc, 15, 0)
                    .i32(-1)
                    .op(0x46)
                    .op(0x04, 0x40)
                    .write(1, 103, 2)
                    .op(0x05)
                    .write(1, 100, 3)
                    .end());
    try (var function = start(module)) {
      assertThat(function.answer("1")).isEqualTo("yesno");
      assertThat(function.answer("1")).isEqualTo("yesno");
    }
  }

  @Test
  void anAnswerThatIsTooLargeIsTold() {
    // 200 times 60 000 bytes
    var module =
        Binary.command()
            .start(
                Code.of()
                    .i32(200)
                    .set(0)
                    .loop()
                    .write(1, 0, 60_000)
                    .get(0)
                    .i32(1)
                    .op(0x6b)
                    .set(0)
                    .get(0)
                    .branchIf(0)
                    .end());
    try (var function = start(module)) {
      assertThat(function.run("1"))
          .isInstanceOfSatisfying(
              Run.TooLarge.class, run -> assertThat(run.bytes()).isGreaterThan(run.limit()));
      assertThat(function.sandbox().alive()).isTrue();
    }
  }

  @Test
  void noFolderIsOpenAndNoPathLeadsAnywhere() {
    var module =
        Binary.command()
            .wasi("fd_prestat_get", "ii", "i")
            .wasi("path_open", "iiiiillii", "i")
            .wasi("sock_accept", "iii", "i")
            .data(100, "../../../../etc/passwd")
            .start(errnos());
    try (var function = start(module)) {
      assertThat(function.answer("1").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1))
          .containsExactly(
              Errno.BAD_DESCRIPTOR, Errno.BAD_DESCRIPTOR, Errno.NOT_A_FOLDER, Errno.BAD_DESCRIPTOR);
    }
  }

  /// Tries what would need a file system and answers with the error numbers.
  private static Code errnos() {
    return Code.of()
        .i32(500)
        .i32(3)
        .i32(600)
        .call(2)
        .op(0x3a, 0, 0)
        .i32(501)
        .i32(3)
        .i32(1)
        .i32(100)
        .i32(22)
        .i32(0)
        .i64(-1)
        .i64(-1)
        .i32(0)
        .i32(600)
        .call(3)
        .op(0x3a, 0, 0)
        .i32(502)
        .i32(1)
        .i32(1)
        .i32(100)
        .i32(22)
        .i32(0)
        .i64(-1)
        .i64(-1)
        .i32(0)
        .i32(600)
        .call(3)
        .op(0x3a, 0, 0)
        .i32(503)
        .i32(3)
        .i32(0)
        .i32(600)
        .call(4)
        .op(0x3a, 0, 0)
        .write(1, 500, 4);
  }

  @Test
  void closingASandboxEndsItsRun() throws Exception {
    var running = new CountDownLatch(1);
    var module =
        Binary.command().data(100, "in\n").start(Code.of().write(2, 100, 3).loop().branch(0).end());
    var sandbox =
        driver()
            .start(
                code(module).timeout(Duration.ofSeconds(50)).spec(), (_, _) -> running.countDown());
    var function = new RunningFunction(sandbox, List.of());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var run = threads.submit(() -> function.run("1"));
      assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
      sandbox.close();
      assertThat(run.get(10, TimeUnit.SECONDS)).isInstanceOf(Run.Crashed.class);
    }
    assertThat(function.run("1")).isInstanceOf(Run.Crashed.class);
  }

  @Test
  void manySandboxesRunSideBySide() throws Exception {
    var code = code(echo(Code.of()));
    var answers = new ArrayList<Callable<String>>();
    for (int i = 0; i < many(); i++) {
      int number = i;
      answers.add(
          () -> {
            try (var function = RunningFunction.start(driver(), code)) {
              return function.answer(Integer.toString(number));
            }
          });
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      int number = 0;
      for (var answer : threads.invokeAll(answers)) {
        assertThat(answer.get()).isEqualTo(Integer.toString(number++));
      }
    }
  }
}
