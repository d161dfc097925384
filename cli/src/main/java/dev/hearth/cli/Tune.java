package dev.hearth.cli;

import dev.hearth.cli.TunePoint.Aim;
import dev.hearth.cli.TunePoint.Price;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.Architecture;

/// `hearth tune`: what memory size suits a function.
@Command(
    name = "tune",
    description = {
      "Run a function with several memory sizes, and tell which is the cheapest, the fastest and"
          + " the best balance. The share of a processor follows the memory.",
      "What runs is a copy, deleted afterwards; but what its code does, it does: the event should"
          + " be one that may be handled many times.",
      "",
      "  hearth tune greet --payload @event.json --memory 128,256,512,1024 --svg greet.svg"
    })
final class Tune extends RemoteCommand {
  private static final int LEAST_MEMORY = 128;
  private static final int MOST_MEMORY = 10_240;
  private static final int MOST_RUNS = 1_000;

  @Parameters(paramLabel = "NAME", description = "The function's name or ARN.")
  private String name = "";

  @Mixin private EventOption event = new EventOption();

  @Option(
      names = "--qualifier",
      paramLabel = "VERSION",
      description = "A version or an alias (default: $$LATEST).")
  private @Nullable String qualifier;

  @Option(
      names = "--memory",
      paramLabel = "MB,...",
      split = ",",
      description = "The sizes to try (default: 128,256,512,1024,1769,3008).")
  private List<Integer> sizes = List.of(128, 256, 512, 1024, 1769, 3008);

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "Calls with each size, after a first one that starts it (default: 20).")
  private int runs = 20;

  @Option(
      names = "--price",
      paramLabel = "DOLLARS",
      description = "Of a gibibyte-second (default: AWS's in us-east-1).")
  private @Nullable Double price;

  @Option(names = "--svg", paramLabel = "FILE", description = "Draw it there as well.")
  private @Nullable Path svg;

  Tune(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(AwsClients clients) {
    check();
    var payload = event.read(terminal);
    var original = FunctionCopy.original(clients, name, qualifier);
    var settings = original.configuration();
    var rate = settings.architectures().contains(Architecture.ARM64) ? Price.ARM : Price.X86;
    if (price != null) {
      rate = new Price(price, 0);
    }
    var points = new ArrayList<TunePoint>();
    try (var copy = FunctionCopy.of(clients, original, "tune", FunctionCopy.Changes.NONE)) {
      for (int size : sizes.stream().sorted().distinct().toList()) {
        terminal.err().println(terminal.errorStyle().dim("%d MB ...".formatted(size)));
        copy.resize(size);
        points.add(measure(copy, size, payload, rate));
      }
    }
    tell(points, settings.memorySize());
    draw(settings.functionName(), points);
    return DONE;
  }

  private void check() {
    for (int size : sizes) {
      if (size < LEAST_MEMORY || size > MOST_MEMORY) {
        throw new Failure(
            "--memory: " + size + " (expected: 128 to 10240)",
            "Sizes are in MB: --memory 128,512.");
      }
    }
    if (runs < 1 || runs > MOST_RUNS) {
      throw new Failure("--runs: " + runs + " (expected: 1 to 1000)");
    }
    if (price != null && price < 0) {
      throw new Failure("--price: " + price + " (expected: 0 or more)");
    }
  }

  private TunePoint measure(FunctionCopy copy, int size, SdkBytes payload, Price rate) {
    var cold = call(copy, size, payload);
    var warm = new ArrayList<RunMeasure>();
    for (int i = 0; i < runs; i++) {
      warm.add(call(copy, size, payload));
    }
    // Where a call had to start anew, what it took says nothing about the others.
    var lasting = warm.stream().filter(run -> !run.cold()).toList();
    return TunePoint.of(size, cold, lasting.isEmpty() ? warm : lasting, rate);
  }

  private static RunMeasure call(FunctionCopy copy, int size, SdkBytes payload) {
    var answer = copy.invoke(payload);
    if (answer.functionError() != null) {
      throw new Failure(
          "With %d MB the function failed: %s".formatted(size, answer.payload().asUtf8String()),
          "Give it an event that it can handle, or begin with a larger size.");
    }
    return RunMeasure.of(answer);
  }

  private void tell(List<TunePoint> points, int configured) {
    var best = TunePoint.best(points, Aim.BALANCE);
    var cheapest = TunePoint.best(points, Aim.COST);
    var fastest = TunePoint.best(points, Aim.SPEED);
    if (json) {
      var fields = new LinkedHashMap<String, Object>();
      fields.put("configured", configured);
      fields.put("sizes", points);
      fields.put("cheapest", cheapest.memoryMebibytes());
      fields.put("fastest", fastest.memoryMebibytes());
      fields.put("balance", best.memoryMebibytes());
      terminal.out().println(Json.of(fields));
      return;
    }
    terminal.out().print(table(points, cheapest, fastest, best).render(terminal.style()));
    if (configured != best.memoryMebibytes()) {
      terminal
          .err()
          .println(
              "It has %d MB. To give it the best balance: aws lambda update-function-configuration --function-name %s --memory-size %d"
                  .formatted(configured, name, best.memoryMebibytes()));
    }
  }

  private static Table table(
      List<TunePoint> points, TunePoint cheapest, TunePoint fastest, TunePoint best) {
    var table =
        new Table(
            ">MEMORY", ">COLD", ">MEDIAN", ">P90", ">USED", ">$/MILLION", "DURATION", "BEST FOR");
    double longest = points.stream().mapToDouble(TunePoint::medianMillis).max().orElseThrow();
    for (var point : points) {
      var marks = new ArrayList<String>();
      if (point.equals(cheapest)) {
        marks.add("cost");
      }
      if (point.equals(fastest)) {
        marks.add("speed");
      }
      if (point.equals(best)) {
        marks.add("balance");
      }
      table.row(
          point.memoryMebibytes() + " MB",
          milliseconds(point.coldMillis()),
          milliseconds(point.medianMillis()),
          milliseconds(point.p90Millis()),
          point.usedMegabytes() + " MB",
          String.format(Locale.ROOT, "%.2f", point.cost()),
          TuneChart.bar(point.medianMillis(), longest),
          String.join(", ", marks));
    }
    return table;
  }

  private static String milliseconds(double millis) {
    return Spans.milliseconds((long) (millis * 1e6));
  }

  private void draw(String function, List<TunePoint> points) {
    if (svg == null) {
      return;
    }
    try {
      Files.writeString(svg, TuneChart.svg(function, points));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    terminal.err().println("Drawn in " + svg + ".");
  }
}
