package dev.hearth.benchmarks;

import dev.hearth.cli.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `hearth bench`: which measurements there are, and where the program starts.
@Command(
    name = "bench",
    description = {
      "Measure this machine's Hearth from another process, through signed HTTP.",
      "Each starts a Hearth of its own on a temporary data folder, unless --endpoint names one.",
      ""
    },
    subcommandsRepeatable = false)
public final class Main implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // read by picocli
  private boolean help;

  private Main() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which measurement?");
  }

  public static void main(String[] args) {
    var terminal = Terminal.ofProcess();
    var bench =
        new CommandLine(new Main())
            .addSubcommand(new Cold(terminal))
            .addSubcommand(new Warm(terminal))
            .addSubcommand(new Burst(terminal))
            .addSubcommand(new Density(terminal))
            .addSubcommand(new Start(terminal))
            .addSubcommand(new Mixed(terminal))
            .addSubcommand(new SnapStart(terminal))
            .addSubcommand(new Crash(terminal))
            .addSubcommand(new Fanout(terminal))
            .addSubcommand(new Neighbours(terminal))
            .addSubcommand(new Bus(terminal))
            .addSubcommand(new Scale(terminal))
            .addSubcommand(new Queue(terminal))
            .addSubcommand(new Policies(terminal))
            .setCaseInsensitiveEnumValuesAllowed(true);
    System.exit(dev.hearth.cli.Main.execute(terminal, bench, args));
  }
}
