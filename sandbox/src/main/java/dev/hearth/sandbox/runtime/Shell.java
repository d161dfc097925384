package dev.hearth.sandbox.runtime;

import dev.hearth.kernel.SecretVariables;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Runs an installer's commands and passes on what they print.
///
/// @param progress takes each line
record Shell(Consumer<String> progress) {
  /// A slow line downloads some 100 MB; beyond this it hangs.
  private static final Duration LIMIT = Duration.ofMinutes(30);

  /// @throws IOException when the command is missing, fails or takes too long
  void run(Path folder, List<String> command) throws IOException {
    int status = status(folder, command, progress);
    if (status != 0) {
      throw new IOException(
          "`%s` ended with status %d".formatted(String.join(" ", command), status));
    }
  }

  /// Whether the command can be run at all and succeeds.
  boolean succeeds(Path folder, List<String> command) {
    try {
      return status(folder, command, _ -> {}) == 0;
    } catch (IOException _) {
      return false;
    }
  }

  private static int status(Path folder, List<String> command, Consumer<String> lines)
      throws IOException {
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.environment().keySet().removeAll(SecretVariables.NAMES);
    var process = builder.start();
    try {
      var reader = Thread.ofVirtual().start(() -> forward(process, lines));
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new IOException("`%s` took longer than %s".formatted(command.getFirst(), LIMIT));
      }
      reader.join();
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static void forward(Process process, Consumer<String> lines) {
    try (var reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      reader.lines().filter(line -> !line.isBlank()).forEach(lines);
    } catch (IOException e) {
      lines.accept(String.valueOf(e.getMessage()));
    }
  }
}
