package dev.hearth.sandbox.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.hearth.kernel.ServiceException;
import dev.hearth.sandbox.FunctionCode;
import dev.hearth.sandbox.Run;
import dev.hearth.sandbox.RunningFunction;
import dev.hearth.sandbox.wasm.guest.StoredModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ModulesTest {
  private static final Code NOTHING = Code.of();

  @TempDir private Path folder;
  @TempDir private Path store;
  private Modules modules;

  @BeforeEach
  void open() {
    modules = new Modules(1 << 20, store);
  }

  private void write(byte[] module) throws IOException {
    Files.write(folder.resolve("app.wasm"), module);
  }

  private void assertRefused(String handler, String reason) {
    assertThatThrownBy(() -> modules.check(handler, folder))
        .isInstanceOfSatisfying(
            ServiceException.class,
            e -> {
              assertThat(e.code()).isEqualTo("InvalidParameterValueException");
              assertThat(e.status()).isEqualTo(400);
              assertThat(e).hasMessageContaining(reason);
            });
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        arguments("no _start", Binary.command(), "exports no function _start"),
        arguments(
            "_start with a parameter",
            Binary.command().function("i", "", 0, NOTHING).export("_start", 0, 2),
            "exports no function _start"),
        arguments(
            "_start is a memory", Binary.command().export("_start", 2, 0), "exports no function"),
        arguments(
            "an unknown module",
            Binary.command().imported("env", "system", "i", "i").start(NOTHING),
            "imports env.system, which there is not"),
        arguments(
            "an unknown call",
            Binary.command().wasi("fd_evil", "i", "i").start(NOTHING),
            "imports wasi_snapshot_preview1.fd_evil, which there is not"),
        arguments(
            "a call by another type",
            Binary.command().wasi("fd_read", "ll", "i").start(NOTHING),
            "with a type other than its own"),
        arguments(
            "calls without a memory",
            new Binary().wasi("fd_read", "iiii", "i").start(NOTHING),
            "has no memory"),
        arguments("two memories", Binary.command().memory(1, 1).start(NOTHING), "memory"),
        arguments(
            "a shared memory", new Binary().sharedMemory(1, 2).start(NOTHING), "shared memory"),
        arguments(
            "a large table",
            Binary.command().table(200_000, -1).start(NOTHING),
            "a table of more than 100000 entries"),
        arguments("tail calls", Binary.command().start(Code.of().op(0x12, 2)), "RETURN_CALL"),
        arguments(
            "tail calls through a table",
            Binary.command().table(1, 1).start(Code.of().i32(0).op(0x13, 2, 0)),
            "RETURN_CALL_INDIRECT"),
        arguments(
            "vectors",
            Binary.command().start(Code.of().i32(0).op(0xfd, 0, 0, 0).drop()),
            "V128_LOAD"),
        arguments(
            "atomic operations", // on memory that is not shared they are valid
            Binary.command().start(Code.of().op(0xfe, 3, 0)),
            "ATOMIC_FENCE"),
        arguments(
            "code that does not fit its types",
            Binary.command().start(Code.of().i64(1).i32(1).op(0x6a).drop()),
            "is not valid WebAssembly"),
        arguments("a call of nothing", Binary.command().start(Code.of().call(77)), "not valid"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void whatCannotBeRunIsRefusedWithTheReason(String name, Binary module, String reason)
      throws IOException {
    write(module.bytes());
    assertRefused("app", reason);
    assertRefused("app.wasm", reason); // from what was remembered
  }

  @Test
  void whatIsNoModuleIsRefused() throws IOException {
    for (var content : new String[] {"", "\0", "\0asm", "\0asm\1\0\0\0", "#!/bin/sh\nexit 0\n"}) {
      var code = Files.createDirectory(folder.resolve("c" + content.length()));
      Files.write(code.resolve("app.wasm"), content.getBytes(StandardCharsets.ISO_8859_1));
      assertThatThrownBy(() -> modules.check("app", code)).isInstanceOf(ServiceException.class);
    }
  }

  @Test
  void aModuleThatIsTooLargeIsRefusedUnread() throws IOException {
    write(new byte[(1 << 20) + 1]);
    assertRefused("app", "is larger than 1048576 bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"other", "../app", "/etc/passwd", "app.wasm/x", "folder", "link", "a\0b", ""})
  void aHandlerNamesAFileOfThePackage(String handler) throws IOException {
    var outside = Files.write(folder.resolve("app.wasm"), Binary.command().start(NOTHING).bytes());
    var code = Files.createDirectory(folder.resolve("code"));
    Files.createDirectory(code.resolve("folder.wasm"));
    Files.createSymbolicLink(code.resolve("link.wasm"), outside);
    assertThatThrownBy(() -> modules.check(handler, code))
        .isInstanceOfSatisfying(
            ServiceException.class, e -> assertThat(e).hasMessageContaining("does not hold"));
  }

  @Test
  void aModuleIsCompiledOnceAndForgottenWithItsCode() throws IOException {
    write(Binary.command().start(NOTHING).bytes());
    assertThat(modules.ready("app", folder)).isEmpty();
    var compiled = modules.load("app", folder);
    assertThat(modules.ready("app.wasm", folder)).containsSame(compiled);
    assertThat(modules.load("app", folder)).isSameAs(compiled);
    assertThat(compiled.module().codeSection().functionBodies()[0].instructions()).hasSize(1);

    Files.delete(folder.resolve("app.wasm"));
    var other = Files.createDirectory(folder.resolve("other"));
    Files.write(other.resolve("app.wasm"), Binary.command().start(NOTHING).bytes());
    modules.check("app", other);
    write(Binary.command().start(NOTHING).bytes());
    assertThat(modules.ready("app", folder)).isEmpty();
  }

  @Test
  void aRestartCompilesNoModuleAgain() throws IOException {
    write(Binary.command().start(NOTHING).bytes());
    var kept = modules.folder("app", folder);
    var written = Files.getLastModifiedTime(kept.resolve(StoredModule.FILE));
    assertThat(modules.folder("app", folder)).isEqualTo(kept);

    var restarted = new Modules(1 << 20, store);
    assertThat(restarted.folder("app", folder)).isEqualTo(kept);
    assertThat(restarted.load("app", folder).imports()).containsExactly("proc_exit", "fd_write");
    assertThat(Files.getLastModifiedTime(kept.resolve(StoredModule.FILE))).isEqualTo(written);
  }

  @Test
  void aDamagedCompiledModuleIsNeverLoadedButMadeAnew() throws IOException {
    write(Binary.command().start(NOTHING).bytes());
    var file = modules.folder("app", folder).resolve(StoredModule.FILE);
    var whole = Files.readAllBytes(file);
    for (int at : new int[] {0, whole.length / 2, whole.length - 1}) {
      var damaged = whole.clone();
      damaged[at] ^= 1;
      Files.write(file, damaged);
      var restarted = new Modules(1 << 20, store);
      assertThat(restarted.folder("app", folder).resolve(StoredModule.FILE)).isEqualTo(file);
      assertThat(file).hasBinaryContent(whole);
      restarted.check("app", folder);
    }
    Files.write(file, Arrays.copyOf(whole, 7)); // as a disk that was full might leave it
    assertThat(new Modules(1 << 20, store).folder("app", folder)).isDirectory();
    assertThat(file).hasBinaryContent(whole);
  }

  @Test
  void whatAKilledProcessLeftIsRemoved() throws IOException {
    Files.createDirectory(store.resolve(".draft1"));
    var _ = new Modules(1 << 20, store);
    assertThat(store).isEmptyDirectory();
  }

  @Test
  void aFunctionLargerThanAMethodCanBeIsInterpreted() throws IOException {
    var code = Code.of();
    for (int i = 0; i < 20_000; i++) {
      code.i32(i).set(0);
    }
    write(Binary.command().data(100, "ok").start(code.write(1, 100, 2)).bytes());
    try (var driver = new WasmDriver(modules, 1 << 20, InstantSource.system());
        var function =
            RunningFunction.start(
                driver,
                FunctionCode.of(folder, "wasm", "app")
                    .binary("app.wasm", Files.readAllBytes(folder.resolve("app.wasm"))))) {
      assertThat(function.answer("1")).isEqualTo("ok");
    }
  }

  @Test
  void blocksNestedWithoutEndAreRefusedOrRun() throws IOException {
    var code = Code.of();
    for (int i = 0; i < 200_000; i++) {
      code.op(0x02, 0x40);
    }
    for (int i = 0; i < 200_000; i++) {
      code.end();
    }
    write(Binary.command().start(code).bytes());
    assertThatCode(
            () -> {
              try {
                modules.check("app", folder);
              } catch (ServiceException e) {
                assertThat(e.code()).isEqualTo("InvalidParameterValueException");
              }
            })
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aDamagedModuleIsRefusedOrEndsAndHarmsNobody(long seed) {
    var random = new Random(seed);
    var valid =
        Binary.command()
            .table(1, 4)
            .data(100, "answer\n")
            .function("i", "i", 2, Code.of().get(0).i32(1).op(0x6a))
            .start(
                Code.of()
                    .i32(3)
                    .set(0)
                    .loop()
                    .write(1, 100, 7)
                    .get(0)
                    .i32(1)
                    .op(0x6b)
                    .set(0)
                    .get(0)
                    .branchIf(0)
                    .end()
                    .i32(0)
                    .i32(1)
                    .grow()
                    .store())
            .element(2)
            .bytes();
    try (var driver = new WasmDriver(modules, 32 << 20, InstantSource.system())) {
      for (int i = 0; i < 60; i++) {
        var damaged = valid.clone();
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
          damaged[8 + random.nextInt(damaged.length - 8)] = (byte) random.nextInt(256);
        }
        var code =
            FunctionCode.of(folder, "wasm", "app")
                .binary("app.wasm", damaged)
                .memory(128)
                .timeout(Duration.ofMillis(50));
        try (var function = RunningFunction.start(driver, code)) {
          assertThat(function.run("1")).as("change %d", i).isInstanceOf(Run.class);
        }
      }
      var whole = FunctionCode.of(folder, "wasm", "app").binary("app.wasm", valid);
      try (var function = RunningFunction.start(driver, whole)) {
        assertThat(function.answer("1")).isEqualTo("answer\n".repeat(3));
      }
    }
  }
}
