package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Runs a client that is a program of its own.
final class Command {
  private final List<String> words;
  private final Map<String, String> environment;
  private final Path folder;

  Command(List<String> words, Map<String, String> environment, Path folder) {
    this.words = words;
    this.environment = environment;
    this.folder = folder;
  }

  /// What it came to.
  record Result(int exit, String out, String err) {
    Result succeeds() {
      assertThat(exit).as("exit status; its standard error: %s", err).isZero();
      return this;
    }

    JsonNode json() throws IOException {
      return JsonMapper.builder().build().readTree(succeeds().out);
    }
  }

  Result run() throws IOException, InterruptedException {
    return runFor(Duration.ofMinutes(2));
  }

  Result runFor(Duration limit) throws IOException, InterruptedException {
    var out = Files.createTempFile(folder, "out", "");
    var err = Files.createTempFile(folder, "err", "");
    var builder =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    // Nothing of the machine's own AWS settings may lead a client elsewhere.
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().putAll(environment);
    var process = builder.start();
    if (!process.waitFor(limit)) {
      process.destroyForcibly();
    }
    return new Result(
        process.waitFor(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }
}
