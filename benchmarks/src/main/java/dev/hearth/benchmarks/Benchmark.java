package dev.hearth.benchmarks;

import dev.hearth.cli.HearthCommand;
import dev.hearth.cli.Json;
import dev.hearth.cli.Terminal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What every measurement has: its options, the machine above its figures, and an exit code that
/// tells programs whether anything failed.
abstract class Benchmark implements Callable<Integer> {
  final Terminal terminal;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description =
          "Measure the Hearth that serves here, with the key of the environment, instead of a new"
              + " one.")
  @Nullable URI endpoint;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures as JSON, too.")
  private @Nullable Path file;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // read by picocli
  private boolean help;

  Benchmark(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public final Integer call() throws IOException {
    var machine = Machine.here();
    terminal.out().println(terminal.style().dim(machine.toString()));
    var report = measure();
    terminal.out().print(report.render(terminal.style()));
    if (file != null) {
      Files.writeString(file, Json.of(report.json(machine)) + "\n");
    }
    return report.failures().isEmpty() ? HearthCommand.DONE : HearthCommand.FAILED;
  }

  /// Measures.
  abstract Report measure() throws IOException;

  /// Tells a person who waits what goes on.
  void progress(String text) {
    terminal.err().println(terminal.errorStyle().dim("  " + text));
  }
}
