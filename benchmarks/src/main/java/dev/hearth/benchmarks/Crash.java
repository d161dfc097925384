package dev.hearth.benchmarks;

import dev.hearth.cli.AwsClients;
import dev.hearth.cli.Failure;
import dev.hearth.cli.HearthProcess;
import dev.hearth.cli.TemporaryFolder;
import dev.hearth.cli.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hearth bench crash`: whether something that was acknowledged can be lost.
@Command(
    name = "crash",
    description = {
      "Kills a Hearth with SIGKILL under load, again and again on one data folder, then lets the"
          + " last one finish.",
      "EVENTS fails where an event that was answered 202 has no outcome in the ledger, another one"
          + " than it must have, or a record that did not reach its destination.",
      "QUEUES sends to a standard queue, to a FIFO queue and to a topic with a queue, and receives"
          + " from all; it fails where an acknowledged message does not arrive, where one comes"
          + " back whose deletion was acknowledged, or where a group is out of order or has a"
          + " message twice."
    })
final class Crash extends Benchmark {
  /// What Hearths are killed under.
  private enum Kind {
    EVENTS,
    QUEUES;

    CrashWork work() {
      return this == EVENTS ? new CrashEvents() : new CrashQueues();
    }
  }

  @Option(
      names = "--kind",
      description = "What goes on meanwhile: ${COMPLETION-CANDIDATES} (default: EVENTS).")
  private Kind kind = Kind.EVENTS;

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
    var work = kind.work();
    var report =
        new Report(
            "crash", work.how() + " After 1 to 200 were acknowledged, the process gets SIGKILL.");
    var random = new Random(seed);
    try (var folder = new TemporaryFolder()) {
      for (int kill = 0; kill < kills; kill++) {
        killUnderLoad(folder.path(), work, kill == 0, random.nextInt(1, 201), report);
        if (kill % 10 == 9) {
          progress((kill + 1) + " kills, " + work.accepted() + " acknowledged");
        }
      }
      try (var hearth = start(folder.path());
          var clients = new AwsClients(hearth.connection(terminal))) {
        progress("waiting until everything has ended");
        work.end(clients);
      }
    }
    report.figure("kills", kills, "");
    work.judge(report);
    return report;
  }

  private HearthProcess start(Path data) {
    return HearthProcess.start(terminal, data, List.of(), Map.of());
  }

  private void killUnderLoad(Path data, CrashWork work, boolean first, int count, Report report)
      throws IOException {
    try (var hearth = start(data);
        var clients = new AwsClients(hearth.connection(terminal))) {
      if (first) {
        work.prepare(clients);
      }
      try (var threads = new CrashClients()) {
        work.start(clients, threads);
        threads.await(count);
        hearth.handle().destroyForcibly();
        hearth.handle().onExit().join();
        threads.finish().forEach(refusal -> report.failure("refused: " + refusal));
      }
    }
  }
}
