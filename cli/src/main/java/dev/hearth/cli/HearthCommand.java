package dev.hearth.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/// What every command has: a terminal, `--json`, `--help`, and an exit code as its result.
///
/// Exit codes: [#DONE], [#FAILED] and [#USAGE].
public abstract class HearthCommand implements Callable<Integer> {
  /// The command did what it was asked to do.
  public static final int DONE = 0;

  /// It could not, or the function that it ran failed.
  public static final int FAILED = 1;

  /// It was called wrongly.
  public static final int USAGE = 2;

  protected final Terminal terminal;

  @Option(names = "--json", description = "Print JSON, for programs.")
  protected boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // read by picocli
  private boolean help;

  protected HearthCommand(Terminal terminal) {
    this.terminal = terminal;
  }
}
