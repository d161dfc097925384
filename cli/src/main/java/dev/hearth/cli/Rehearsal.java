package dev.hearth.cli;

import dev.hearth.sandbox.runtime.Family;
import dev.hearth.sandbox.runtime.Runtimes;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/// What the launcher runs once after a build, in JVMs that record which classes and methods are
/// used: a server that serves the examples, and the commands that users run. From the record the
/// JVM makes the caches that later starts begin with (JEP 483, 514 and 515).
@Command(
    name = "rehearse",
    hidden = true,
    description = "Used by the launcher: run what is to start quickly later.")
final class Rehearsal extends HearthCommand {
  private static final int CALLS = 300;

  // The recording JVM writes its cache when it is told to stop, which takes it some seconds.
  private static final Duration STOPPING = Duration.ofMinutes(2);

  Rehearsal(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    var home = terminal.variable("HEARTH_HOME");
    if (home == null) {
      throw new Failure("HEARTH_HOME is not set.", "Run this through the launcher, ./hearth.");
    }
    try (var folder = new TemporaryFolder();
        var hearth =
            HearthProcess.start(terminal, folder.path(), List.of(), Map.of())
                .stoppingFor(STOPPING);
        var clients = new AwsClients(hearth.connection(terminal))) {
      commands(folder.path(), Path.of(home, "examples"));
      calls(clients);
    }
    return DONE;
  }

  private void commands(Path data, Path examples) {
    var environment = new HashMap<String, String>();
    var quiet =
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(OutputStream.nullOutputStream()),
            new PrintStream(OutputStream.nullOutputStream()),
            environment);
    var folder = "--data=" + data;
    Main.run(quiet, "env", folder);
    for (var name : runnable()) {
      Main.run(quiet, "deploy", examples.resolve(name).toString(), folder);
      Main.run(quiet, "invoke", name, "--log", folder);
      Main.run(quiet, "logs", name, folder);
    }
    Main.run(quiet, "ps", folder);
    Main.run(quiet, "runtimes");
    Main.run(quiet, "demo", "--help");
    Main.run(quiet, "nonsense");
  }

  private static List<String> runnable() {
    var runtimes = Runtimes.find(Runtimes.defaultFolder());
    return Map.of(Family.PYTHON, "hello-python", Family.NODE, "hello-node").entrySet().stream()
        .filter(example -> runtimes.has(example.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static void calls(AwsClients clients) {
    for (var name : runnable()) {
      for (int i = 0; i < CALLS; i++) {
        clients.lambda().invoke(r -> r.functionName(name));
      }
    }
  }
}
