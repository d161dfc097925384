package dev.hearth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;
import static java.util.Objects.requireNonNull;

import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
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
    // picocli reads a command by reflection, which takes milliseconds each: only the one that is
    // asked for is made, and all where that is not clear, so that it can suggest a similar one.
    var names = commands().keySet();
    var wanted = args.length > 0 && names.contains(args[0]) ? Set.of(args[0]) : names;
    return execute(terminal, commandLine(terminal, wanted), args);
  }

  /// Every command by its name.
  static Map<String, Function<Terminal, HearthCommand>> commands() {
    return Map.ofEntries(
        entry("account", AccountCommand::new),
        entry("analyze", terminal -> new Analyze(terminal, InstantSource.system())),
        entry("audit", AuditCommand::new),
        entry("check", terminal -> new CheckCommand(terminal, InstantSource.system())),
        entry("canary", terminal -> new Canary(terminal, InstantSource.system())),
        entry("doctor", Doctor::new),
        entry("env", Env::new),
        entry("demo", Demo::new),
        entry("deploy", Deploy::new),
        entry("events", Events::new),
        entry("outbox", Outbox::new),
        entry("invoke", Invoke::new),
        entry("logs", terminal -> new Logs(terminal, InstantSource.system())),
        entry("policy", PolicyCommand::new),
        entry("ps", Ps::new),
        entry("queues", QueuesCommand::new),
        entry("rehearse", Rehearsal::new),
        entry("runtimes", RuntimesCommand::new),
        entry("tune", Tune::new),
        entry("up", terminal -> new Up(terminal, InstantSource.system())),
        entry("version", Version::new));
  }

  private static CommandLine commandLine(Terminal terminal, Set<String> names) {
    var root = new CommandLine(new Overview(terminal));
    for (var name : names) {
      root.addSubcommand(requireNonNull(commands().get(name)).apply(terminal));
    }
    var runtimes = root.getSubcommands().get("runtimes");
    if (runtimes != null) {
      runtimes.addSubcommand(new RuntimesInstall(terminal));
      runtimes.addSubcommand(new RuntimesList(terminal));
    }
    var account = root.getSubcommands().get("account");
    if (account != null) {
      account.addSubcommand(new AccountCreate(terminal));
      account.addSubcommand(new AccountList(terminal));
      account.addSubcommand(new AccountShow(terminal));
      account.addSubcommand(new AccountQuotaCommand(terminal));
    }
    var audit = root.getSubcommands().get("audit");
    if (audit != null) {
      audit.addSubcommand(new AuditVerify(terminal));
      audit.addSubcommand(new AuditExport(terminal));
    }
    return root;
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
