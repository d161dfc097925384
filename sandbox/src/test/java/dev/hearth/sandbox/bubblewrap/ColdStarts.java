package dev.hearth.sandbox.bubblewrap;

import dev.hearth.kernel.Payload;
import dev.hearth.sandbox.Invocation;
import dev.hearth.sandbox.JavaCode;
import dev.hearth.sandbox.Run;
import dev.hearth.sandbox.Sandbox;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.runtime.Family;
import dev.hearth.sandbox.runtime.Runtimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Measures cold starts inside one process: from the decision to the function's answer.
///
/// Not a test: run its `main`, as root, on a quiet machine. Arguments: samples, burst size, parked
/// sandboxes.
final class ColdStarts {
  private static final int WARM_UP = 40;

  private final BubblewrapDriver driver;
  private final Path code;
  private final int parked;

  private ColdStarts(BubblewrapDriver driver, Path code, int parked) {
    this.driver = driver;
    this.code = code;
    this.parked = parked;
  }

  public static void main(String[] arguments) throws Exception {
    int samples = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
    int burst = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100;
    int parked = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 10;
    var code = Files.createTempDirectory("cold-starts");
    Files.setPosixFilePermissions(code, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(
        code.resolve("app.py"), "def handler(event, context):\n  return 'Hello from Lambda!'\n");
    Files.writeString(
        code.resolve("index.js"), "exports.handler = async () => 'Hello from Lambda!';\n");
    JavaCode.compile(
        code,
        "Hello",
        "public class Hello implements RequestHandler<Map<String, Object>, String> { public String"
            + " handleRequest(Map<String, Object> e, Context c) { return \"Hello\"; } }");
    var settings = BubblewrapSettings.defaults(null);
    settings =
        new BubblewrapSettings(
            Map.of(Family.PYTHON, parked, Family.NODE, parked, Family.JAVA, parked),
            settings.mostParked(),
            settings.forks(),
            settings.egress(),
            null,
            true,
            settings.mountPoint(),
            settings.firstUser(),
            settings.users());
    long start = System.nanoTime();
    var runtimes = Runtimes.find(Runtimes.defaultFolder());
    try (var driver = new BubblewrapDriver(runtimes, settings, InstantSource.system())) {
      System.out.printf("constructor %.1f ms%n", millis(start));
      var bench = new ColdStarts(driver, code, parked);
      bench.awaitParked();
      System.out.printf("all parked %.1f ms %s%n", millis(start), driver.parked());
      var cases = new HashMap<>(Map.of("python3.12", "app.handler"));
      if (runtimes.has(Family.NODE)) {
        cases.put("nodejs24.x", "index.handler");
      }
      if (runtimes.has(Family.JAVA)) {
        cases.put("java25", "Hello");
      }
      for (var each : cases.entrySet()) {
        if (parked > 0) {
          bench.parkedMemory(each.getKey().substring(0, 6));
        }
        bench.cold(each.getKey(), each.getValue(), samples);
        bench.burst(each.getKey(), each.getValue(), burst);
      }
    }
  }

  private void awaitParked() {
    while (parked > 0
        && (driver.parked().isEmpty()
            || driver.parked().values().stream().anyMatch(count -> count < parked))) {
      Thread.onSpinWait();
      pause(2);
    }
  }

  /// Waits until the pools have grown to what the last burst has taught them.
  private void awaitSteady() {
    awaitParked();
    for (var before = Map.<String, Integer>of(); !before.equals(driver.parked()); ) {
      before = driver.parked();
      pause(1500);
    }
  }

  @SuppressWarnings("ThreadSleep")
  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void cold(String runtime, String handler, int samples) throws Exception {
    var times = new ArrayList<Double>();
    var warm = new ArrayList<Double>();
    var inits = new ArrayList<Double>();
    for (int i = -WARM_UP; i < samples; i++) {
      awaitParked();
      pause(3);
      long start = System.nanoTime();
      try (var sandbox = driver.start(spec(runtime, handler), (time, line) -> {})) {
        answered(sandbox);
        double cold = millis(start);
        long again = System.nanoTime();
        answered(sandbox);
        if (i >= 0) {
          times.add(cold);
          warm.add(millis(again));
          inits.add(Objects.requireNonNull(sandbox.initDuration()).toNanos() / 1e6);
        }
      }
    }
    System.out.println(runtime + " parked, cold " + percentiles(times));
    System.out.println(runtime + "   of which initialisation " + percentiles(inits));
    System.out.println(runtime + " warm " + percentiles(warm));
  }

  private void burst(String runtime, String handler, int size) throws Exception {
    for (int round = 0; round < 3; round++) {
      awaitSteady();
      long start = System.nanoTime();
      var sandboxes = new ArrayList<Sandbox>();
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Callable<Double> one =
            () -> {
              var sandbox = driver.start(spec(runtime, handler), (time, line) -> {});
              synchronized (sandboxes) {
                sandboxes.add(sandbox);
              }
              answered(sandbox);
              return millis(start);
            };
        var times = new ArrayList<Double>();
        var futures = new ArrayList<Future<Double>>();
        for (int i = 0; i < size; i++) {
          futures.add(threads.submit(one));
        }
        for (var future : futures) {
          times.add(future.get());
        }
        System.out.println(
            runtime
                + " burst of "
                + size
                + (round == 0 ? ", first " : ", again ")
                + percentiles(times));
      } finally {
        sandboxes.forEach(Sandbox::close);
      }
    }
  }

  private static void answered(Sandbox sandbox) {
    var invocation =
        new Invocation(
            UUID.randomUUID().toString(), "arn", Payload.of("{}"), null, null, null, null);
    var run = sandbox.run(invocation);
    if (!(run instanceof Run.Succeeded)) {
      throw new IllegalStateException(run.toString());
    }
  }

  private SandboxSpec spec(String runtime, String handler) {
    return new SandboxSpec(
        "arn:aws:lambda:us-east-1:000000000000:function:cold",
        "cold",
        "$LATEST",
        runtime,
        handler,
        code,
        List.of(),
        Map.of(),
        1769,
        512,
        Duration.ofSeconds(10),
        "stream");
  }

  /// Proportional set size of what is parked: its own memory, and its share of what it shares.
  private void parkedMemory(String language) throws IOException {
    long total = 0;
    try (var all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (var process : all) {
        total += parkedKibibytes(process, language);
      }
    }
    System.out.printf("%s parked PSS %d KiB a sandbox%n", language, total / parked);
  }

  private static long parkedKibibytes(Path process, String language) {
    try {
      // A cell's group is named after its runtime: ".../hearth/<run>/python3.11-000001".
      var group = Files.readString(process.resolve("cgroup"));
      if (!group.contains("/hearth/") || !group.contains("/" + language)) {
        return 0;
      }
      return Files.readAllLines(process.resolve("smaps_rollup")).stream()
          .filter(line -> line.startsWith("Pss:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .sum();
    } catch (IOException e) {
      return 0; // it ended meanwhile
    }
  }

  private static double millis(long since) {
    return (System.nanoTime() - since) / 1e6;
  }

  private static String percentiles(List<Double> times) {
    var sorted = times.stream().sorted().toList();
    int last = sorted.size() - 1;
    return "n=%d p50 %.2f p90 %.2f p99 %.2f max %.2f ms"
        .formatted(
            sorted.size(),
            sorted.get(last / 2),
            sorted.get((int) (last * 0.9)),
            sorted.get((int) (last * 0.99)),
            sorted.get(last));
  }
}
