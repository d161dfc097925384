package dev.hearth.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hearth demo`: the examples, deployed and called on a Hearth of their own.
@Command(
    name = "demo",
    description = {
      "Start a Hearth on a free port and a temporary folder, deploy the examples, call each cold"
          + " and warm, show what they answered and wrote, and stop. Nothing is left behind."
    })
final class Demo extends HearthCommand {
  private static final int LONGEST_ANSWER = 72;

  @Option(
      names = "--driver",
      paramLabel = "DRIVER",
      description = "bubblewrap or process (default: bubblewrap).")
  private String driver = "bubblewrap";

  Demo(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    var home = terminal.variable("HEARTH_HOME");
    if (home == null) {
      throw new Failure("HEARTH_HOME is not set.", "Run this through the launcher, ./hearth.");
    }
    RuntimesInstall.install(terminal);
    try (var hearth = HearthProcess.start(terminal, List.of("--driver", driver));
        var clients = new AwsClients(hearth.connection(terminal))) {
      say("A Hearth serves at " + clients.connection().endpoint() + ".");
      var examples = new Examples(clients, Path.of(home, "examples"));
      var seen = new ArrayList<Examples.Seen>();
      for (var name : Examples.NAMES) {
        say("Deploying and calling " + name + " ...");
        seen.add(examples.run(name));
      }
      print(seen);
      return seen.stream().allMatch(Examples.Seen::succeeded) ? DONE : FAILED;
    }
  }

  private void print(List<Examples.Seen> seen) {
    if (json) {
      terminal.out().println(Json.of(seen));
      return;
    }
    var style = terminal.style();
    var table = new Table("EXAMPLE", "RUNTIME", ">COLD", ">WARM", ">MEMORY", "ANSWER");
    for (var each : seen) {
      table.row(
          each.name(),
          each.runtime(),
          Spans.milliseconds(each.coldNanoseconds()),
          Spans.milliseconds(each.warmNanoseconds()),
          each.memory(),
          brief(each.answer()));
    }
    terminal.out().println();
    terminal.out().print(table.render(style));
    for (var each : seen) {
      terminal.out().println();
      terminal.out().println(style.bold(each.name()) + style.dim(" wrote, in its first call:"));
      each.log().forEach(line -> terminal.out().println("  " + line));
    }
  }

  private void say(String text) {
    terminal.err().println(terminal.errorStyle().dim(text));
  }

  private static String brief(String answer) {
    return answer.length() <= LONGEST_ANSWER
        ? answer
        : answer.substring(0, LONGEST_ANSWER - 1) + "…";
  }
}
