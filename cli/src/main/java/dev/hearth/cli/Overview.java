package dev.hearth.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hearth` alone: what there is. The launcher prints the same text itself, at once, before
/// anything is built; `overview.txt` is where it is written.
@Command(name = "hearth")
final class Overview extends HearthCommand {
  @Option(
      names = {"-V", "--version"},
      description = "Print the version.")
  private boolean version;

  Overview(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() throws Exception {
    if (version) {
      return new Version(terminal).call();
    }
    var style = terminal.style();
    text()
        .replace("$hearth", terminal.hearth())
        .lines()
        .forEach(line -> terminal.out().println(mark(line, style)));
    return DONE;
  }

  /// Words between two `@` are bold.
  private static String mark(String line, Style style) {
    int from = line.indexOf('@');
    int to = line.indexOf('@', from + 1);
    return from < 0 || to < 0
        ? line
        : line.substring(0, from)
            + style.bold(line.substring(from + 1, to))
            + line.substring(to + 1);
  }

  private static String text() {
    try (var in = Objects.requireNonNull(Overview.class.getResourceAsStream("overview.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a resource in the same jar
    }
  }
}
