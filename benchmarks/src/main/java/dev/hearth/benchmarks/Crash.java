package dev.hearth.benchmarks;

import dev.hearth.cli.AwsClients;
import dev.hearth.cli.Failure;
import dev.hearth.cli.HearthProcess;
import dev.hearth.cli.TemporaryFolder;
import dev.hearth.cli.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hearth bench crash`: whether an event that was answered 202 can be lost.
@Command(
    name = "crash",
    description = {
      "Kills a Hearth with SIGKILL under load, again and again on one data folder, then lets the"
          + " last one finish.",
      "Fails where an event that was answered 202 has no outcome in the ledger, another one than"
          + " it must have, or a record that did not reach its destination."
    })
final class Crash extends Benchmark {
  private static final long PATIENCE = TimeUnit.MINUTES.toNanos(15);
  private static final long POLL = TimeUnit.MILLISECONDS.toNanos(200);

  @Option(names = "--kills", paramLabel = "N", description = "How often (default: 100).")
  private int kills = 100;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Decides when each process is killed (default: 1).")
  private long seed = 1;

  Crash(Terminal terminal) {
    super(terminal);
  }

  @Override
  Report measure() throws IOException {
    if (endpoint != null) {
      throw new Failure("This kills Hearths of its own: leave --endpoint out.");
    }
    var report =
        new Report(
            "crash",
            "Eight clients send events as fast as they are accepted; after 1 to 200 of them the"
                + " process gets SIGKILL. One event in ten fails and is told to another function.");
    var random = new Random(seed);
    Map<String, Integer> accepted = new HashMap<>();
    try (var folder = new TemporaryFolder()) {
      for (int kill = 0; kill < kills; kill++) {
        killUnderLoad(folder.path(), kill, random.nextInt(1, 201), accepted);
        if (kill % 10 == 9) {
          progress((kill + 1) + " kills, " + accepted.size() + " events accepted");
        }
      }
      try (var hearth = start(folder.path());
          var clients = new AwsClients(hearth.connection(terminal))) {
        progress("waiting until everything has ended");
        awaitEnd(new CrashLedger(clients));
        judge(new CrashLedger(clients), accepted, report);
      }
    }
    return report;
  }

  private HearthProcess start(Path data) {
    return HearthProcess.start(terminal, data, List.of(), Map.of());
  }

  private void killUnderLoad(Path data, int kill, int events, Map<String, Integer> accepted)
      throws IOException {
    try (var hearth = start(data);
        var clients = new AwsClients(hearth.connection(terminal))) {
      if (kill == 0) {
        CrashLoad.deploy(clients);
      }
      try (var load = new CrashLoad(clients, accepted)) {
        load.await(events);
        hearth.handle().destroyForcibly();
        hearth.handle().onExit().join();
        load.finish();
      }
    }
  }

  private static void awaitEnd(CrashLedger ledger) {
    long deadline = System.nanoTime() + PATIENCE;
    while (ledger.isBusy()) {
      if (System.nanoTime() > deadline) {
        throw new Failure("Events still wait after a quarter of an hour.");
      }
      LockSupport.parkNanos(POLL);
    }
  }

  private void judge(CrashLedger ledger, Map<String, Integer> accepted, Report report) {
    var entries = ledger.entries();
    long lost = 0;
    long wrong = 0;
    for (var event : accepted.entrySet()) {
      var end = entries.get(event.getKey());
      if (end == null) {
        lost++;
      } else if (!end.isRight(event.getValue())) {
        wrong++;
      }
    }
    report.figure("kills", kills, "");
    report.figure("accepted with 202", accepted.size(), "events");
    report.figure("lost", (double) lost, "events");
    report.figure("ended more than once", (double) ledger.repeated(), "events");
    report.figure("with a wrong outcome or an unsent record", (double) wrong, "events");
    // The process died between storing them and telling so; they ran all the same.
    report.figure(
        "stored, but their 202 was cut off",
        (double) (entries.size() - accepted.size() + lost),
        "");
    if (lost + wrong + ledger.repeated() > 0) {
      report.failure("an accepted event was lost, repeated or ended wrongly");
    }
  }
}
