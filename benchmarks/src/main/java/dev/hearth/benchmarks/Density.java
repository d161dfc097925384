package dev.hearth.benchmarks;

import dev.hearth.cli.Terminal;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hearth bench density`: what a sandbox costs that waits for its next call.
@Command(name = "density", description = "Memory of idle sandboxes, and how many go into a GiB.")
final class Density extends Benchmark {
  private static final double KERNEL_MEBIBYTES = 0.5;
  private static final int WARM_CALLS = 500;
  private static final int MOST_WARM_ROUNDS = 40;
  private static final long SETTLING = TimeUnit.SECONDS.toNanos(12);

  @Option(
      names = "--runtime",
      description = Language.NAMES + " (default: all, one after the other).")
  private @Nullable Language language;

  @Option(names = "--size", paramLabel = "N", description = "Sandboxes (default: 100).")
  private int size = 100;

  Density(Terminal terminal) {
    super(terminal);
  }

  @Override
  Report measure() throws IOException {
    var report =
        new Report(
            "density",
            size
                + " functions, each called once and now idle. Memory is the growth of proportional"
                + " set size (shared pages divided among their users) of all processes below the"
                + " server, and of the server's own resident set, which earlier calls have filled"
                + " until it grew no more; the kernel's share of about "
                + KERNEL_MEBIBYTES
                + " MiB a sandbox is added, not measured, but for modules in the server's own"
                + " process, which have nothing of the kernel's. Sandboxes that the park grew by"
                + " meanwhile count as well.");
    for (var each : Language.chosen(language)) {
      progress("density " + each.title());
      try (var target = Target.open(terminal, endpoint, each.options())) {
        measure(target, each, report);
      }
    }
    return report;
  }

  private void measure(Target target, Language language, Report report) throws IOException {
    language.deploy(target, "density-0", 0);
    int parked = target.awaitFullPark();
    var requests = new SignedRequests(target.connection());
    if (language.parksOnDemand()) {
      language.deploy(target, "first", 0);
      target.parkFirst(requests.invoke("first", "{}"), parked);
    }
    warm(target, requests.invoke("density-0", "{}"));
    target.awaitFullPark();
    int before = sandboxes(target);
    var footprint = settled(target);
    try (var connection = new HttpConnection(target.connection().endpoint())) {
      for (int i = 1; i <= size; i++) {
        language.deploy(target, "density-" + i, 0);
        var answer = connection.send(requests.invoke("density-" + i, "{}"));
        if (!answer.succeeded()) {
          report.failure("answered " + answer.status() + " " + answer.text());
        }
      }
    }
    target.awaitFullPark();
    int more = sandboxes(target) - before;
    var after = settled(target);
    if (more < size) {
      report.failure(more + " sandboxes more than before (expected: at least " + size + ")");
    }
    double sandbox = (after.childrenKibibytes() - footprint.childrenKibibytes()) / 1024.0 / more;
    double server = (after.residentKibibytes() - footprint.residentKibibytes()) / 1024.0 / more;
    double kernel = language.isInProcess() ? 0 : KERNEL_MEBIBYTES;
    var title = language.title();
    report.figure(title + ": processes of a sandbox", sandbox, "MiB");
    report.figure(title + ": the server for a sandbox", server, "MiB");
    report.figure(
        title + ": idle sandboxes",
        1024 / (Math.max(0, sandbox) + Math.max(0, server) + kernel),
        "per GiB");
  }

  /// Calls until the server's heap is all in use: what it takes then, it keeps.
  private void warm(Target target, byte[] request) throws IOException {
    try (var connection = new HttpConnection(target.connection().endpoint())) {
      long last = 0;
      for (int round = 0; round < MOST_WARM_ROUNDS; round++) {
        long now = Footprint.of(target.server()).residentKibibytes();
        if (now < 1.005 * last) {
          return;
        }
        last = now;
        for (int i = 0; i < WARM_CALLS; i++) {
          var _ = connection.send(request);
        }
      }
    }
  }

  /// Those that wait for a call, of a function or of any: a busy park has more of them.
  private static int sandboxes(Target target) {
    return target.sandboxes("idle") + target.sandboxes("parked");
  }

  /// What is taken once it has stopped to shrink: a JVM gives memory back within some seconds.
  private static Footprint settled(Target target) {
    var last = Footprint.of(target.server());
    while (true) {
      long until = System.nanoTime() + SETTLING;
      while (System.nanoTime() < until) {
        LockSupport.parkNanos(until - System.nanoTime());
      }
      var now = Footprint.of(target.server());
      if (now.childrenKibibytes() > 0.99 * last.childrenKibibytes()) {
        return now;
      }
      last = now;
    }
  }
}
