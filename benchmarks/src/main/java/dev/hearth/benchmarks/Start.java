package dev.hearth.benchmarks;

import dev.hearth.cli.Failure;
import dev.hearth.cli.HearthProcess;
import dev.hearth.cli.TemporaryFolder;
import dev.hearth.cli.Terminal;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hearth bench start`: from the command to the ready line, and what a Hearth takes that does
/// nothing.
@Command(
    name = "start",
    description = "From `hearth up` to its ready line, and the memory of an idle Hearth.")
final class Start extends Benchmark {
  private static final long IDLE = TimeUnit.SECONDS.toNanos(5);

  @Option(names = "--samples", paramLabel = "N", description = "Starts of each kind (default: 8).")
  private int samples = 8;

  Start(Terminal terminal) {
    super(terminal);
  }

  @Override
  Report measure() throws IOException {
    if (endpoint != null) {
      throw new Failure("This starts Hearths of its own: leave --endpoint out.");
    }
    var report =
        new Report(
            "start",
            "From starting the launcher to the ready line. Idle memory is taken "
                + TimeUnit.NANOSECONDS.toSeconds(IDLE)
                + " s later.");
    progress("starts without an AOT cache, new data folder");
    report.latency("new folder, no AOT cache", starts(Map.of("HEARTH_AOT", "off"), true));
    progress("starts with the AOT cache, new data folder");
    report.latency("new folder", starts(Map.of(), true));
    progress("starts with the AOT cache, data folder in use before");
    report.latency("again", starts(Map.of(), false));
    idle(report);
    return report;
  }

  private Samples starts(Map<String, String> environment, boolean anew) {
    var times = new long[samples];
    try (var shared = new TemporaryFolder()) {
      if (!anew) {
        start(shared, environment).close();
      }
      for (int i = 0; i < samples; i++) {
        try (var folder = new TemporaryFolder();
            var hearth = start(anew ? folder : shared, environment)) {
          times[i] = hearth.startTime().toNanos();
        }
      }
    }
    return new Samples(times);
  }

  private HearthProcess start(TemporaryFolder folder, Map<String, String> environment) {
    return HearthProcess.start(terminal, folder.path(), List.of(), environment);
  }

  private void idle(Report report) {
    progress("idle memory");
    try (var hearth = HearthProcess.start(terminal, List.of())) {
      long until = System.nanoTime() + IDLE;
      while (System.nanoTime() < until) {
        LockSupport.parkNanos(until - System.nanoTime());
      }
      var footprint = Footprint.of(hearth.handle());
      report.figure("idle, the server (RSS)", footprint.residentKibibytes() / 1024.0, "MiB");
      report.figure("idle, what is parked (PSS)", footprint.childrenKibibytes() / 1024.0, "MiB");
    }
  }
}
