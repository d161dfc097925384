package dev.hearth.sandbox.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Process 1 of a namespace, as the kernel runs it.
class InitTest {
  @TempDir Path folder;
  private Path init;

  @BeforeEach
  void write() throws IOException {
    init = folder.resolve("init");
    Files.write(init, Init.image(System.getProperty("os.arch")).orElseThrow());
    Files.setPosixFilePermissions(init, PosixFilePermissions.fromString("r-xr-xr-x"));
  }

  /// The status of a process 1 that starts processes and becomes the program.
  private int status(String starts) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(
                "unshare",
                "--user",
                "--map-root-user",
                "--fork",
                "--pid",
                "sh",
                "-c",
                starts + " exec \"$0\"",
                init.toString())
            .redirectErrorStream(true)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    int status = process.waitFor();
    assertThat(output).isEmpty();
    return status;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 127, 255})
  void itEndsWithTheCodeOfProcess2(int code) throws Exception {
    assertThat(status("(exit " + code + ") &")).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({"KILL, 137", "SEGV, 139", "TERM, 143"})
  void itEndsWithASignalsNumberPlus128(String signal, int code) throws Exception {
    assertThat(status("sleep 60 & kill -" + signal + " $!;")).isEqualTo(code);
  }

  @Test
  void anotherProcessThatEndsBeforeIsOnlyBuried() throws Exception {
    var orphan = "(sh -c 'sh -c : & echo $! >" + folder.resolve("orphan") + "')";
    var untilBuried =
        "while kill -0 $(cat " + folder.resolve("orphan") + ") 2>/dev/null; do :; done";

    assertThat(status("(" + orphan + "; " + untilBuried + "; exit 5) &")).isEqualTo(5);
  }

  @Test
  void whereThereIsNoProcess2ItFails() throws Exception {
    assertThat(status("")).isEqualTo(1);
  }

  @Test
  void aMachineThatItIsNotWrittenForHasNone() {
    assertThat(Init.image("riscv64")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"amd64, 62", "aarch64, 183"})
  void itsFileNamesTheMachine(String machine, short number) {
    var image = Init.image(machine).orElseThrow();

    assertThat(image).startsWith(0x7f, 'E', 'L', 'F');
    assertThat(image[18]).isEqualTo((byte) number);
  }
}
