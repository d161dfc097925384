package dev.hearth.benchmarks;

import dev.hearth.cli.Terminal;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hearth bench cold`: the first answer of a fresh sandbox.
@Command(
    name = "cold",
    description = "The first answer of a sandbox that was parked, through HTTP, SigV4 and IAM.")
final class Cold extends Benchmark {
  private static final int WARM_UP = 50;

  @Option(
      names = "--runtime",
      description = Language.NAMES + " (default: all, one after the other).")
  private @Nullable Language language;

  @Option(names = "--samples", paramLabel = "N", description = "Per runtime (default: 300).")
  private int samples = 300;

  @Option(
      names = "--at-once",
      description =
          "Do not let the machine come to rest before each sample: its caches are warm, and it has"
              + " other things to do.")
  private boolean atOnce;

  @Option(
      names = "--unparked",
      description = "With `hearth up --parked 0`: every sandbox is made when it is called for.")
  private boolean unparked;

  Cold(Terminal terminal) {
    super(terminal);
  }

  @Override
  Report measure() throws IOException {
    var report =
        new Report(
            "cold",
            "Before each sample the function's settings change, which retires its sandboxes, and"
                + (unparked ? " none is parked" : " the park fills again")
                + (atOnce ? ". " : " and the machine comes to rest. ")
                + WARM_UP
                + " first samples per runtime are not counted; every answer proves that its sandbox"
                + " was fresh. The floor is a bare start of the runtime with an empty program, up"
                + " to its end: no sandbox, no request.");
    for (var each : Language.chosen(language)) {
      progress("cold " + each.title());
      try (var target = Target.open(terminal, endpoint, options(each))) {
        show(report, each.title(), samples(target, each, report));
      }
    }
    for (var each : Floor.of(Language.chosen(language)).entrySet()) {
      show(report, "floor: " + each.getKey(), each.getValue());
    }
    return report;
  }

  private List<String> options(Language language) {
    return unparked
        ? Stream.concat(language.options().stream(), Stream.of("--parked", "0")).toList()
        : language.options();
  }

  // At once, so that a run that is broken off has told something.
  private void show(Report report, String what, Samples samples) {
    report.latency(what, samples);
    progress(what + ": p50 " + Samples.milliseconds(samples.median()) + " ms");
  }

  private Samples samples(Target target, Language language, Report report) throws IOException {
    var name = "cold-" + language.name();
    var times = new long[samples];
    language.deploy(target, name, 0);
    int parked = unparked ? 0 : target.awaitFullPark();
    var request = new SignedRequests(target.connection()).invoke(name, "{}");
    if (language.parksOnDemand() && !unparked) {
      parked = target.parkFirst(request, parked);
    }
    if (language.parksLoaded() && !unparked) {
      Language.renew(target, name, -1); // what JVMs begin with had to be recorded before, perhaps
      parked = target.parkFirst(request, parked - 1);
    }
    int busy = 0;
    for (int i = -WARM_UP; i < samples; i++) {
      Language.renew(target, name, i + WARM_UP + 1);
      target.awaitParked(parked);
      busy += atOnce || Stillness.reached() ? 0 : 1;
      try (var connection = new HttpConnection(target.connection().endpoint())) {
        long start = System.nanoTime();
        var answer = connection.send(request);
        long time = System.nanoTime() - start;
        if (!answer.succeeded() || !answer.text().replace(" ", "").equals("{\"calls\":1}")) {
          report.failure("not a fresh sandbox's answer: " + answer.status() + " " + answer.text());
        }
        if (i >= 0) {
          times[i] = time;
        }
      }
    }
    if (busy > 0) {
      report.figure(language.title() + ": begun on a busy machine", busy, "samples");
    }
    return new Samples(times);
  }
}
