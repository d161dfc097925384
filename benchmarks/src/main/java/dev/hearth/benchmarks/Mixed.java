package dev.hearth.benchmarks;

import dev.hearth.cli.Terminal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hearth bench mixed`: whether anything grows that must not.
@Command(
    name = "mixed",
    description = {
      "Calls, redeployments, errors, deletions and log reading for some minutes, at a bounded"
          + " rate.",
      "Fails where the server's memory, descriptors, threads, processes, mounts or control groups"
          + " grow, or where a call has another outcome than it must have."
    })
final class Mixed extends Benchmark {
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  @Option(names = "--minutes", paramLabel = "N", description = "How long (default: 2).")
  private double minutes = 2;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Operations a second, at most (default: 200).")
  private int rate = 200;

  Mixed(Terminal terminal) {
    super(terminal);
  }

  @Override
  Report measure() throws IOException {
    var report =
        new Report(
            "mixed",
            "At most "
                + rate
                + " operations a second by 8 clients. The first third is not judged; growth is the"
                + " median of the last third against that of the middle one.");
    try (var target = Target.open(terminal, endpoint)) {
      var server = target.server();
      var watched = new ArrayList<Footprint>();
      try (var work = new MixedWork(target, rate)) {
        long end = System.nanoTime() + (long) (minutes * TimeUnit.MINUTES.toNanos(1));
        while (System.nanoTime() < end) {
          LockSupport.parkNanos(INTERVAL.toNanos());
          watched.add(Footprint.of(server));
        }
        work.finish();
        report.figure("operations", (double) work.done(), "");
        report.figure("wrong outcomes", work.wrong().size(), "");
        work.wrong().stream().limit(5).forEach(report::failure);
      }
      judge(watched, report);
    }
    return report;
  }

  private static void judge(List<Footprint> watched, Report report) {
    growth(watched, report, "server memory", "MiB", f -> f.residentKibibytes() / 1024, 24, 0.10);
    growth(watched, report, "descriptors", "", Footprint::descriptors, 24, 0.10);
    growth(watched, report, "threads", "", Footprint::threads, 8, 0.10);
    growth(watched, report, "processes", "", Footprint::processes, 24, 0.10);
    growth(watched, report, "mounts", "", Footprint::mounts, 24, 0.10);
    growth(watched, report, "control groups", "", Footprint::controlGroups, 48, 0.10);
  }

  // The allowance is for sandboxes that happen to live at a moment: their number goes up and down.
  private static void growth(
      List<Footprint> watched,
      Report report,
      String what,
      String unit,
      ToLongFunction<Footprint> value,
      long allowance,
      double share) {
    int third = watched.size() / 3;
    long middle = median(watched.subList(third, 2 * third), value);
    long last = median(watched.subList(2 * third, watched.size()), value);
    report.figure(what + ", middle third", (double) middle, unit);
    report.figure(what + ", last third", (double) last, unit);
    if (last > middle + allowance + middle * share) {
      report.failure(what + " grew from " + middle + " to " + last);
    }
  }

  private static long median(List<Footprint> watched, ToLongFunction<Footprint> value) {
    var sorted = watched.stream().mapToLong(value).sorted().toArray();
    return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
  }
}
