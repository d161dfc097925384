package dev.hearth.benchmarks;

import dev.hearth.cli.Terminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hearth bench warm`: a function that has run before, beside the same handler without a platform.
@Command(
    name = "warm",
    description = "Answers of warm sandboxes, beside plain node:http and workerd in the same run.")
final class Warm extends Benchmark {
  private static final int WARM_UP = 30_000;
  private static final int CLIENTS = 16;
  private static final Duration HEAT = Duration.ofSeconds(4);
  private static final byte[] EVENT = "{}".getBytes(StandardCharsets.UTF_8);

  @Option(names = "--runtime", description = "python or node (default: both, one after the other).")
  private @Nullable Language language;

  @Option(names = "--samples", paramLabel = "N", description = "Per server (default: 5000).")
  private int samples = 5_000;

  @Option(names = "--seconds", paramLabel = "N", description = "Of throughput (default: 8).")
  private int seconds = 8;

  Warm(Terminal terminal) {
    super(terminal);
  }

  @Override
  Report measure() throws IOException {
    var report =
        new Report(
            "warm",
            "Time at one client after "
                + WARM_UP
                + " requests, then throughput at "
                + CLIENTS
                + " clients after "
                + HEAT.toSeconds()
                + " s; the client runs on the same cores. Requests are signed once and sent"
                + " often.");
    double hearth = 0;
    for (var each : Language.chosen(language)) {
      try (var target = Target.open(terminal, endpoint, each.options())) {
        var name = "warm-" + each.name();
        each.deploy(target, name, 0);
        var request = new SignedRequests(target.connection()).invoke(name, "{}");
        var load = new Load(target.connection().endpoint(), request);
        double rate = measure("Hearth, " + each.title(), load, report);
        hearth = each == Language.NODE ? rate : hearth;
      }
    }
    try (var plain = PlainServer.node()) {
      double rate = measure("node:http", load(plain), report);
      if (hearth > 0) {
        report.figure("Hearth, Node of node:http", 100 * hearth / rate, "% of requests/s");
      }
    }
    workerd(report);
    return report;
  }

  private void workerd(Report report) throws IOException {
    try (var workerd = PlainServer.workerd(this::progress)) {
      if (workerd == null) {
        progress("workerd could not be installed: not measured");
      } else {
        measure("workerd", load(workerd), report);
      }
    }
  }

  private static Load load(PlainServer server) {
    return new Load(server.endpoint(), SignedRequests.plain(server.endpoint(), "/", EVENT));
  }

  private double measure(String what, Load load, Report report) throws IOException {
    progress("warm " + what);
    report.latency(what, load.alone(WARM_UP, samples));
    var throughput = load.together(CLIENTS, HEAT, Duration.ofSeconds(seconds));
    report.figure(what, throughput.requestsPerSecond(), "requests/s");
    if (throughput.failed() > 0) {
      report.failure(what + ": " + throughput.failed() + " requests failed");
    }
    return throughput.requestsPerSecond();
  }
}
