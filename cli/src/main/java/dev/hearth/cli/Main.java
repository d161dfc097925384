package dev.hearth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/// The program `hearth`: its commands, and where it starts.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(run(Terminal.ofProcess(), args));
  }

  /// Runs one command.
  ///
  /// @return the exit code: 0 done, 1 failed, 2 called wrongly
  public static int run(Terminal terminal, String... args) {
    return execute(terminal, commands(terminal), args);
  }

  static CommandLine commands(Terminal terminal) {
    return new CommandLine(new Overview(terminal))
        .addSubcommand(new Env(terminal))
        .addSubcommand(new Deploy(terminal))
        .addSubcommand(new Invoke(terminal))
        .addSubcommand(new Logs(terminal, InstantSource.system()))
        .addSubcommand(new Ps(terminal))
        .addSubcommand(new Version(terminal));
  }

  /// Runs `command` as every command of the program is run: the same colours, errors and exit
  /// codes.
  public static int execute(Terminal terminal, CommandLine command, String... args) {
    var ansi = terminal.style().colour() ? Help.Ansi.ON : Help.Ansi.OFF;
    var problems = new Problems(terminal);
    return command
        .setColorScheme(Help.defaultColorScheme(ansi))
        .setOut(new PrintWriter(terminal.out(), true, UTF_8))
        .setErr(new PrintWriter(terminal.err(), true, UTF_8))
        .setUsageHelpAutoWidth(false)
        .setUsageHelpWidth(100)
        .setAbbreviatedOptionsAllowed(false)
        .setParameterExceptionHandler(problems::usage)
        .setExecutionExceptionHandler(problems::failure)
        .execute(args);
  }
}
