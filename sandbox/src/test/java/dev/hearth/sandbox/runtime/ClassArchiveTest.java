package dev.hearth.sandbox.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.sandbox.wasm.worker.Worker;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
  private static final String PACKAGE = "dev/hearth/sandbox/wasm/worker/";

  @TempDir private Path folder;

  private static ClassArchive of(Class<?> main, String beginning) {
    return new ClassArchive(main, List.of(beginning), List.of(), Map.of());
  }

  @Test
  void aFingerprintIsTheSameWhereverTheClassesAreKeptAndAnotherForOtherClasses() throws Exception {
    var here = of(Worker.class, PACKAGE);
    var jar = Files.write(folder.resolve("worker.jar"), here.bytes());
    try (var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
      var packed = of(loader.loadClass(Worker.class.getName()), PACKAGE);
      assertThat(packed.bytes()).isEqualTo(here.bytes());
      assertThat(packed.fingerprint()).isEqualTo(here.fingerprint());
    }
    assertThat(of(Worker.class, PACKAGE + "Round").fingerprint()).isNotEqualTo(here.fingerprint());
  }
}
