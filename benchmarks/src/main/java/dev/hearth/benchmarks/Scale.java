package dev.hearth.benchmarks;

import dev.hearth.cli.Deployment;
import dev.hearth.cli.Entry;
import dev.hearth.cli.Failure;
import dev.hearth.cli.Json;
import dev.hearth.cli.TemporaryFolder;
import dev.hearth.cli.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hearth bench scale`: many sandboxes of one function, and many functions.
@Command(
    name = "scale",
    description = "From none to hundreds of sandboxes at once, and thousands of idle functions.")
final class Scale extends Benchmark {
  private static final long SEED = 2026;
  private static final int MEMORY_MEBIBYTES = 256;

  @Option(names = "--size", paramLabel = "N", description = "Calls at once (default: 500).")
  private int size = 500;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "How long each of them runs (default: 10).")
  private int seconds = 10;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often, the settings changed in between (default: 3).")
  private int rounds = 3;

  @Option(names = "--functions", paramLabel = "N", description = "Idle ones (default: 5000).")
  private int functions = 5_000;

  @Option(
      names = "--calls",
      paramLabel = "N",
      description = "How many of the idle ones are called, once each (default: 1000).")
  private int calls = 1_000;

  Scale(Terminal terminal) {
    super(terminal);
  }

  @Override
  Report measure() throws IOException {
    if (endpoint != null) {
      throw new Failure("This restarts its Hearth: leave --endpoint out.");
    }
    var report =
        new Report(
            "scale",
            size
                + " calls of one sleeping Python function at once, none of its sandboxes there;"
                + " started is when its handler began, by the machine's clock. "
                + rounds
                + " rounds: the first is a new server's, which has compiled nothing yet; for later"
                + " ones more sandboxes may be parked. Then "
                + functions
                + " functions that nobody calls, a restart with them, and "
                + calls
                + " of them called once each, one after the other in random order.");
    try (var folder = new TemporaryFolder();
        var code = new TemporaryFolder()) {
      Language.unpack("scale", List.of("app.py"), code.path());
      try (var target = Target.open(terminal, folder.path())) {
        for (int round = 1; round <= rounds; round++) {
          wide(target, code.path(), Integer.toString(round));
          outwards(target, "round " + round, report);
        }
        deploy(target, code.path(), wide(target, code.path(), "last"), report);
      }
      try (var target = Target.open(terminal, folder.path())) {
        report.figure("start with them", target.startTime().toNanos() / 1e6, "ms");
        onceEach(target, report);
      }
    }
    return report;
  }

  /// Changes the settings of the function that is called, which retires its sandboxes.
  ///
  /// @return its role
  private String wide(Target target, Path code, String name) {
    var role = create(target, code, "wide", name, null);
    target.await("the sandboxes before are gone", () -> target.sandboxes("idle") == 0);
    return role;
  }

  private void outwards(Target target, String round, Report report) throws IOException {
    int parked = target.awaitFullPark();
    progress(size + " calls at once, " + round);
    var request =
        new SignedRequests(target.connection()).invoke("wide", "{\"seconds\": " + seconds + "}");
    var from = Instant.now();
    var started = new ArrayList<Long>();
    try (var threads = Executors.newFixedThreadPool(size)) {
      var all = new ArrayList<Future<Long>>();
      for (int i = 0; i < size; i++) {
        all.add(threads.submit(() -> startOf(target, request, report)));
      }
      for (var each : all) {
        started.add(each.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
    long origin = ChronoUnit.NANOS.between(Instant.EPOCH, from);
    var times = started.stream().mapToLong(each -> each - origin).toArray();
    var samples = new Samples(times);
    report.figure(round + ": parked before", parked, "");
    report.latency(round + ": started", samples);
    if (samples.max() > seconds * 1_000_000_000L) {
      report.failure("not all ran at once: the first had ended when the last began");
    }
    report.figure(round + ": sandboxes started", size / (samples.max() / 1e9), "per second");
  }

  private static long startOf(Target target, byte[] request, Report report) {
    try (var connection = new HttpConnection(target.connection().endpoint())) {
      var answer = connection.send(request);
      if (!answer.succeeded()) {
        synchronized (report) {
          report.failure("answered " + answer.status() + " " + answer.text());
        }
        return Long.MAX_VALUE;
      }
      return Json.parse(answer.text()).path("started").asLong();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void deploy(Target target, Path code, String role, Report report) {
    progress("creating " + functions + " functions");
    var before = Footprint.of(target.server());
    long start = System.nanoTime();
    for (int i = 0; i < functions; i++) {
      create(target, code, name(i), name(i), role);
    }
    report.figure(
        "functions created", functions / ((System.nanoTime() - start) / 1e9), "per second");
    var after = Footprint.of(target.server());
    report.figure(
        "the server for an idle function",
        (after.residentKibibytes() - before.residentKibibytes()) / (double) functions,
        "KiB");
  }

  private void onceEach(Target target, Report report) throws IOException {
    progress("calling " + calls + " of them once each");
    target.awaitFullPark();
    var requests = new SignedRequests(target.connection());
    var order = new ArrayList<>(IntStream.range(0, functions).boxed().toList());
    Collections.shuffle(order, new Random(SEED));
    var times = new long[Math.min(calls, functions)];
    try (var connection = new HttpConnection(target.connection().endpoint())) {
      for (int i = 0; i < times.length; i++) {
        var request = requests.invoke(name(order.get(i)), "{}");
        long from = System.nanoTime();
        var answer = connection.send(request);
        times[i] = System.nanoTime() - from;
        if (!answer.succeeded()) {
          report.failure("answered " + answer.status() + " " + answer.text());
        }
      }
    }
    report.latency("a function's first call", new Samples(times));
  }

  /// @param value of its variable `NAME`
  /// @param role the execution role's ARN; null means the default one
  /// @return the role that it has
  private static String create(
      Target target, Path code, String name, String value, @Nullable String role) {
    return new Deployment(
            name,
            code,
            new Entry(Entry.PYTHON, "app.handler"),
            Map.of("NAME", value),
            MEMORY_MEBIBYTES,
            Duration.ofSeconds(60),
            role)
        .apply(target.clients())
        .function()
        .role();
  }

  private static String name(int i) {
    return "idle-" + i;
  }
}
