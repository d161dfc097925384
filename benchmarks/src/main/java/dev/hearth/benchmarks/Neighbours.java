package dev.hearth.benchmarks;

import dev.hearth.cli.Deployment;
import dev.hearth.cli.Entry;
import dev.hearth.cli.TemporaryFolder;
import dev.hearth.cli.Terminal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hearth bench neighbours`: a small function beside others that take all they can get.
@Command(
    name = "neighbours",
    description = "A function's answers while its neighbours take all they can get.")
final class Neighbours extends Benchmark {
  private static final String VICTIM = "neighbours-victim";
  private static final String HOG = "neighbours-hog";
  private static final int HOG_MEBIBYTES = 512;
  private static final int WARM_UP = 1_000;
  private static final int ONE_REQUEST_SECONDS = 60;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "Beside each neighbour, and alone before and after (default: 10).")
  private int seconds = 10;

  @Option(names = "--hogs", paramLabel = "N", description = "Of a kind at once (default: 2).")
  private int hogs = 2;

  /// What a neighbour takes; the names are those of its events.
  private enum Kind {
    CPU("beside CPU hogs"),
    MEMORY("beside memory hogs"),
    DISK("beside disk hogs"),
    FORKS("beside fork bombs"),
    CALLS("beside floods of calls");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    String event(int seconds) {
      return "{\"hog\":\"%s\",\"seconds\":%d}".formatted(name().toLowerCase(Locale.ROOT), seconds);
    }
  }

  Neighbours(Terminal terminal) {
    super(terminal);
  }

  @Override
  Report measure() throws IOException {
    var report =
        new Report(
            "neighbours",
            "An empty Python function of one CPU is called by one client, alone and beside "
                + hogs
                + " runs of a hostile one of "
                + HOG_MEBIBYTES
                + " MiB, whose share is 29 % of a CPU each. The client runs on the same cores.");
    try (var target = Target.open(terminal, endpoint)) {
      Language.PYTHON.deploy(target, VICTIM, 0);
      deployHog(target);
      var requests = new SignedRequests(target.connection());
      var victim = new Load(target.connection().endpoint(), requests.invoke(VICTIM, "{}"));
      progress("alone");
      victim.alone(WARM_UP, 1);
      report.latency("alone", victim.during(Duration.ofSeconds(seconds)));
      for (var kind : Kind.values()) {
        progress(kind.title);
        beside(target, requests, kind, victim, report);
      }
      progress("alone again");
      report.latency("alone again", victim.during(Duration.ofSeconds(seconds)));
    }
    return report;
  }

  private void beside(Target target, SignedRequests requests, Kind kind, Load victim, Report report)
      throws IOException {
    // They begin before the first sample and end after the last.
    var request = requests.invoke(HOG, kind.event(seconds + 4));
    try (var threads = Executors.newFixedThreadPool(hogs)) {
      var runs = new ArrayList<Future<HttpConnection.Answer>>();
      for (int i = 0; i < hogs; i++) {
        runs.add(
            threads.submit(
                () -> {
                  try (var connection = new HttpConnection(target.connection().endpoint())) {
                    return connection.send(request);
                  }
                }));
      }
      target.await("the neighbours run", () -> target.sandboxes("busy") >= hogs);
      report.latency(kind.title, victim.during(Duration.ofSeconds(seconds)));
      for (var run : runs) {
        var answer = run.get();
        if (!answer.succeeded()) {
          report.failure(kind.title + ": " + answer.status() + " " + answer.text());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  private static void deployHog(Target target) throws IOException {
    try (var folder = new TemporaryFolder()) {
      Language.unpack("neighbours", List.of("app.py"), folder.path());
      new Deployment(
              HOG,
              folder.path(),
              new Entry(Entry.PYTHON, "app.handler"),
              Map.of(),
              HOG_MEBIBYTES,
              Duration.ofSeconds(ONE_REQUEST_SECONDS),
              null)
          .apply(target.clients());
    }
  }
}
