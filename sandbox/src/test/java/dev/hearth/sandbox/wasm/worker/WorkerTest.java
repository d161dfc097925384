package dev.hearth.sandbox.wasm.worker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.sandbox.wasm.WorkerRehearsal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerTest {
  @TempDir private Path folder;

  @Test
  void theRehearsalGoesThroughEventsThatReturnExitAndTrap() throws Exception {
    WorkerRehearsal.write(folder);
    var told = new ByteArrayOutputStream();
    Worker.rehearse(folder, told);
    assertThat(told.toString(ISO_8859_1))
        .containsSubsequence(
            "GET /hearth/park",
            "/invocation/0/response",
            "\r\n\r\n0GET",
            "/invocation/1/response",
            "\r\n\r\n1GET",
            "/invocation/2/error",
            "Lambda-Runtime-Function-Error-Type: Runtime.Trap");
  }

  @Test
  void whatCannotBeLoadedBeforeThereIsAFunctionIsTold() {
    assertThatThrownBy(() -> Worker.rehearse(folder, OutputStream.nullOutputStream()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("The module cannot be loaded: ")
        .hasMessageContaining(folder.toString());
    assertThatThrownBy(() -> Worker.hold(folder))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("The module cannot be loaded: ");
  }
}
