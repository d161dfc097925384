package dev.hearth.benchmarks;

import dev.hearth.cli.Terminal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
  private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(2);
  private static final int MOST_SAMPLES = 180;

  // In KiB, and taken at three moments only: each sandbox's connection holds up to 100 of them, and
  // the number of sandboxes goes up and down.
  private static final long HEAP_ALLOWANCE = 8 * 1024;

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
                + " median of the last third against that of the middle one, and of what the heap"
                + " holds at the end against half-way.");
    try (var target = Target.open(terminal, endpoint);
        var work = new MixedWork(target, rate)) {
      long length = (long) (minutes * TimeUnit.MINUTES.toNanos(1));
      watch(target.server(), length, report);
      work.finish();
      report.figure("operations", (double) work.done(), "");
      report.figure("wrong outcomes", work.wrong().size(), "");
      work.wrong().stream().limit(5).forEach(report::failure);
    }
    return report;
  }

  private static void watch(ProcessHandle server, long length, Report report) throws IOException {
    var samples = new ArrayList<Footprint>();
    samples.add(Footprint.of(server));
    long start = System.nanoTime();
    long heapAtStart = LiveHeap.kibibytes(server);
    observe(server, start + length / 2, length, samples);
    long heapHalfWay = LiveHeap.kibibytes(server);
    observe(server, start + length, length, samples);
    long heapAtEnd = LiveHeap.kibibytes(server);
    report.growth(
        new Growth("live heap", "KiB", heapAtStart, heapHalfWay, heapAtEnd, HEAP_ALLOWANCE));
    report.growth(
        Growth.of("resident memory", "KiB", samples, Footprint::residentKibibytes, 24 * 1024));
    report.growth(Growth.of("descriptors", "", samples, Footprint::descriptors, 24));
    report.growth(Growth.of("threads", "", samples, Footprint::threads, 8));
    report.growth(Growth.of("processes", "", samples, Footprint::processes, 24));
    report.growth(Growth.of("mounts", "", samples, Footprint::mounts, 24));
    report.growth(Growth.of("control groups", "", samples, Footprint::controlGroups, 48));
  }

  private static void observe(
      ProcessHandle server, long until, long length, List<Footprint> samples) {
    long interval = Math.max(SHORTEST_INTERVAL.toNanos(), length / MOST_SAMPLES);
    while (System.nanoTime() < until) {
      LockSupport.parkNanos(interval);
      samples.add(Footprint.of(server));
    }
  }
}
