package dev.hearth.benchmarks;

import dev.hearth.cli.Failure;
import dev.hearth.sandbox.runtime.Family;
import dev.hearth.sandbox.runtime.Layout;
import dev.hearth.sandbox.runtime.Runtimes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a cold start cannot do without unless something was started before: the bare start of a
/// language's runtime, on this machine, with the very programs that sandboxes run.
final class Floor {
  private static final int SAMPLES = 30;

  private Floor() {}

  /// The starts of the runtimes of `languages`, by their titles. WebAssembly has none.
  static Map<String, Samples> of(List<Language> languages) throws IOException {
    var floors = new LinkedHashMap<String, Samples>();
    for (var language : languages) {
      switch (language) {
        case PYTHON -> floors.put(language.title(), starts(program(Family.PYTHON), "-c", "pass"));
        case NODE -> floors.put(language.title(), starts(program(Family.NODE), "-e", "0"));
        case JAVA ->
            floors.put(language.title(), starts(program(Family.JAVA), "-Xshare:auto", "-version"));
        case CUSTOM -> floors.put(language.title(), starts("/bin/true"));
        case WASM, WASM_IN_PROCESS -> {}
      }
    }
    return floors;
  }

  /// The newest installed runtime's interpreter.
  static String program(Family family) {
    return Runtimes.find(Runtimes.defaultFolder()).installed().stream()
        .filter(runtime -> runtime.family() == family)
        .reduce((_, newest) -> newest)
        .map(runtime -> runtime.command(Layout.onHost(Path.of("/"), List.of(), ""), 128).getFirst())
        .orElseThrow(
            () ->
                new Failure(
                    "No runtime of " + family + " is installed.",
                    "Run `hearth runtimes install`."));
  }

  private static Samples starts(String... command) throws IOException {
    var times = new long[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      long start = System.nanoTime();
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        if (process.waitFor() != 0) {
          throw new IOException(String.join(" ", command) + " ended with " + process.exitValue());
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
      times[i] = System.nanoTime() - start;
    }
    return new Samples(times);
  }
}
