package dev.hearth.benchmarks;

import dev.hearth.cli.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hearth bench burst`: many cold sandboxes at once.
@Command(
    name = "burst",
    description = "A hundred cold functions called at once: more than are parked.")
final class Burst extends Benchmark {
  @Option(names = "--runtime", description = "python, node, java or custom (default: python).")
  private Language language = Language.PYTHON;

  @Option(names = "--size", paramLabel = "N", description = "Functions (default: 100).")
  private int size = 100;

  @Option(names = "--rounds", paramLabel = "N", description = "Bursts (default: 10).")
  private int rounds = 10;

  Burst(Terminal terminal) {
    super(terminal);
  }

  @Override
  Report measure() throws IOException {
    var report =
        new Report(
            "burst",
            size
                + " functions called in the same moment, each cold, over connections that are open"
                + " already; one burst before the first is not counted. A burst's time is that of"
                + " its last answer.");
    try (var target = Target.open(terminal, endpoint)) {
      progress("deploying " + size + " functions");
      for (int i = 0; i < size; i++) {
        language.deploy(target, name(i), 0);
      }
      report.figure("parked before a burst", target.awaitFullPark(), "sandboxes");
      var answers = new ArrayList<Long>();
      var last = new long[rounds];
      for (int round = -1; round < rounds; round++) {
        renew(target, round + 2);
        target.awaitFullPark();
        var times = burst(target, report);
        if (round >= 0) {
          answers.addAll(times);
          last[round] = times.stream().mapToLong(Long::longValue).max().orElseThrow();
          progress("burst " + (round + 1) + ": " + Samples.milliseconds(last[round]) + " ms");
        }
      }
      report.latency("an answer", new Samples(answers.stream().mapToLong(a -> a).toArray()));
      report.latency("the whole burst", new Samples(last));
    }
    return report;
  }

  private void renew(Target target, int round) {
    for (int i = 0; i < size; i++) {
      Language.renew(target, name(i), round);
    }
  }

  private List<Long> burst(Target target, Report report) throws IOException {
    var requests = new SignedRequests(target.connection());
    var start = new CyclicBarrier(size);
    var times = new ArrayList<Long>();
    try (var threads = Executors.newFixedThreadPool(size)) {
      var all = new ArrayList<Future<Long>>();
      for (int i = 0; i < size; i++) {
        var request = requests.invoke(name(i), "{}");
        all.add(threads.submit(() -> call(target, request, start, report)));
      }
      for (var each : all) {
        times.add(each.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
    return times;
  }

  private static long call(Target target, byte[] request, CyclicBarrier start, Report report) {
    try (var connection = new HttpConnection(target.connection().endpoint())) {
      start.await();
      long from = System.nanoTime();
      var answer = connection.send(request);
      long time = System.nanoTime() - from;
      if (!answer.succeeded() || !answer.text().contains("1")) {
        synchronized (report) {
          report.failure("answered " + answer.status() + " " + answer.text());
        }
      }
      return time;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  private String name(int i) {
    return "burst-" + i;
  }
}
