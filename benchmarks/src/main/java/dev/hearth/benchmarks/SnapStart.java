package dev.hearth.benchmarks;

import dev.hearth.cli.Deployment;
import dev.hearth.cli.Entry;
import dev.hearth.cli.TemporaryFolder;
import dev.hearth.cli.Terminal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.lambda.model.SnapStartApplyOn;

/// `hearth bench snapstart`: scaling out a function that imports much.
@Command(
    name = "snapstart",
    description = "The first answer of a sandbox that is copied from an initialised function.")
final class SnapStart extends Benchmark {
  private static final String NAME = "snapstart";
  private static final int WARM_UP = 10;
  private static final int MEMORY_MEBIBYTES = 1769; // one whole CPU
  private static final Pattern IMPORTS = Pattern.compile("\"imports\": ?([0-9]+)");

  @Option(names = "--samples", paramLabel = "N", description = "Copies (default: 200).")
  private int samples = 200;

  @Option(
      names = "--size",
      paramLabel = "N",
      description = "Copies that live at once (default: 30).")
  private int size = 30;

  SnapStart(Terminal terminal) {
    super(terminal);
  }

  @Override
  Report measure() throws IOException {
    var report =
        new Report(
            "snapstart",
            "A function of Python that imports boto3 and makes three of its clients. Before each"
                + " sample the sandbox before is ended, so that every answer is a fresh sandbox's; "
                + WARM_UP
                + " first ones are not counted. Memory is proportional set size, measured while "
                + size
                + " copies live; the kernel's share is not counted.");
    try (var target = Target.open(terminal, endpoint)) {
      deploy(target);
      progress("without SnapStart");
      report.latency("$LATEST, initialised for each sandbox", samples(target, NAME, 20, report));
      progress("with SnapStart");
      var copied = NAME + ":" + publish(target);
      report.latency(
          "a version, copied for each sandbox", samples(target, copied, samples, report));
      if (endpoint == null) {
        burst(target, copied, report);
      }
    }
    return report;
  }

  private static void deploy(Target target) throws IOException {
    try (var folder = new TemporaryFolder()) {
      Language.unpack("python", List.of("heavy.py"), folder.path());
      new Deployment(
              NAME,
              folder.path(),
              new Entry("python3.12", "heavy.handler"),
              Map.of(),
              MEMORY_MEBIBYTES,
              Duration.ofSeconds(20),
              null)
          .apply(target.clients());
    }
  }

  private static String publish(Target target) {
    var lambda = target.clients().lambda();
    lambda.updateFunctionConfiguration(
        r -> r.functionName(NAME).snapStart(s -> s.applyOn(SnapStartApplyOn.PUBLISHED_VERSIONS)));
    target.await(
        "the settings are changed",
        () ->
            lambda
                .getFunctionConfiguration(r -> r.functionName(NAME))
                .lastUpdateStatusAsString()
                .equals("Successful"));
    var version = lambda.publishVersion(r -> r.functionName(NAME)).version();
    target.await(
        "the version is initialised",
        () ->
            lambda
                .getFunctionConfiguration(r -> r.functionName(NAME).qualifier(version))
                .stateAsString()
                .equals("Active"));
    return version;
  }

  private static Samples samples(Target target, String name, int count, Report report)
      throws IOException {
    var requests = new SignedRequests(target.connection());
    var times = new long[count];
    try (var connection = new HttpConnection(target.connection().endpoint())) {
      for (int i = -WARM_UP; i < count; i++) {
        var request = invoke(requests, name, "{}");
        long start = System.nanoTime();
        var answer = connection.send(request);
        long time = System.nanoTime() - start;
        if (!answer.succeeded() || !answer.text().contains("\"calls\": 1")) {
          report.failure("not a fresh sandbox's answer: " + answer.status() + " " + answer.text());
        }
        if (i >= 0) {
          times[i] = time;
        } else if (i == -1) {
          imports(answer.text(), name, report);
        }
        connection.send(invoke(requests, name, "{\"end\": true}"));
        target.await("the sandbox has ended", () -> target.sandboxes("idle") == 0);
      }
    }
    return new Samples(times);
  }

  private static void imports(String answer, String name, Report report) {
    var found = IMPORTS.matcher(answer);
    if (found.find()) {
      report.figure(name + ": imports", Double.parseDouble(found.group(1)), "ms");
    }
  }

  private void burst(Target target, String name, Report report) throws IOException {
    var requests = new SignedRequests(target.connection());
    var before = Footprint.of(target.server());
    var times = new ArrayList<Long>();
    try (var threads = Executors.newFixedThreadPool(size)) {
      var all = new ArrayList<Future<Long>>();
      for (int i = 0; i < size; i++) {
        var request = invoke(requests, name, "{\"seconds\": 2}");
        all.add(threads.submit(() -> call(target, request, report)));
      }
      for (var each : all) {
        times.add(each.get() - Duration.ofSeconds(2).toNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
    int living = target.sandboxes("idle");
    var after = Footprint.of(target.server());
    report.latency(
        size + " copies at once, each answer",
        new Samples(times.stream().mapToLong(t -> t).toArray()));
    report.figure(
        "processes of a copy",
        (after.childrenKibibytes() - before.childrenKibibytes()) / 1024.0 / living,
        "MiB");
    report.figure("copies that lived", living, "sandboxes");
  }

  private static long call(Target target, byte[] request, Report report) throws IOException {
    try (var connection = new HttpConnection(target.connection().endpoint())) {
      long from = System.nanoTime();
      var answer = connection.send(request);
      long time = System.nanoTime() - from;
      if (!answer.succeeded()) {
        synchronized (report) {
          report.failure("answered " + answer.status() + " " + answer.text());
        }
      }
      return time;
    }
  }

  private static byte[] invoke(SignedRequests requests, String name, String payload) {
    return requests.invoke(name.replace(":", "%3A"), payload);
  }
}
