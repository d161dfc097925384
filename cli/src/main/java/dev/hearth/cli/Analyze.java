package dev.hearth.cli;

import dev.hearth.cli.ImportProfile.Naming;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.PackageType;

/// `hearth analyze`: what a function's cold start spends its time on.
@Command(
    name = "analyze",
    description = {
      "Tell what a function loads when it starts, how long each package takes and how large it is,"
          + " and which packages it brings along without loading them.",
      "A copy is initialised in a sandbox and deleted; its handler is not called. Python and Node;"
          + " of Node, modules that are loaded by `require`.",
      "",
      "  hearth analyze greet"
    })
final class Analyze extends RemoteCommand {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(100);

  /// What is loaded in the handler's place, with the function's own module in this variable. It has
  /// no such handler, so that the call ends when all is loaded.
  private static final String LOADER = "hearth_analyze";

  private static final String HANDLER = LOADER + ".nothing";
  private static final String MODULE = "HEARTH_ANALYZE";

  /// Bytes from which a package is worth a word that is not loaded.
  private static final long HEAVY = 64 * 1024;

  private final InstantSource clock;

  @Parameters(paramLabel = "NAME", description = "The function's name or ARN.")
  private String name = "";

  @Option(
      names = "--qualifier",
      paramLabel = "VERSION",
      description = "A version or an alias (default: $$LATEST).")
  private @Nullable String qualifier;

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "How many packages are listed, the slowest first (default: 20).")
  private int top = 20;

  Analyze(Terminal terminal, InstantSource clock) {
    super(terminal);
    this.clock = clock;
  }

  @Override
  int run(AwsClients clients) {
    var original = FunctionCopy.original(clients, name, qualifier);
    var naming = naming(original.configuration());
    var archive = new AtomicReference<@Nullable CodePackage>();
    List<String> log;
    var changes = changes(original.configuration(), naming, archive);
    try (var copy = FunctionCopy.of(clients, original, "analyze", changes)) {
      var began = clock.instant();
      copy.invoke(SdkBytes.fromUtf8String("{}"));
      log = log(clients, copy.logGroup(), began);
    }
    var entry = module(original.configuration().handler());
    var profile = ImportProfile.read(log, entry, naming);
    if (profile.modules().isEmpty()) {
      throw new Failure("The function could not be loaded: " + failure(log));
    }
    tell(profile, Objects.requireNonNull(archive.get()).sizes(naming));
    return DONE;
  }

  private static Naming naming(FunctionConfiguration settings) {
    var runtime = String.valueOf(settings.runtimeAsString());
    if (settings.packageType() == PackageType.ZIP && runtime.startsWith("python")) {
      return Naming.PYTHON;
    }
    if (settings.packageType() == PackageType.ZIP && runtime.startsWith("nodejs")) {
      return Naming.NODE;
    }
    throw new Failure(
        "Only functions of Python and Node in zip packages can be analyzed; this one is "
            + (settings.packageType() == PackageType.ZIP ? runtime : "a container image")
            + ".");
  }

  /// @param archive is given what the function brings
  private static FunctionCopy.Changes changes(
      FunctionConfiguration settings,
      Naming naming,
      AtomicReference<@Nullable CodePackage> archive) {
    var loader = LOADER + (naming == Naming.PYTHON ? ".py" : ".cjs");
    UnaryOperator<byte[]> code =
        bytes -> {
          var found = new CodePackage(bytes);
          archive.set(found);
          return found.with(loader, resource(loader));
        };
    UnaryOperator<Map<String, String>> environment =
        own -> {
          var variables = new HashMap<>(own);
          variables.put(MODULE, module(settings.handler()));
          return variables;
        };
    return new FunctionCopy.Changes(code, HANDLER, environment);
  }

  private static byte[] resource(String file) {
    try (var in = Analyze.class.getResourceAsStream("analyze/" + file)) {
      return Objects.requireNonNull(in, file).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// `dir/module` of `dir/module.handler`.
  private static String module(String handler) {
    int dot = handler.lastIndexOf('.');
    return dot < 0 ? handler : handler.substring(0, dot);
  }

  /// All that was written since `began`, once the run's report is there.
  private List<String> log(AwsClients clients, String group, Instant began) {
    var end = clock.instant().plus(PATIENCE);
    while (true) {
      var lines = lines(clients, group, began);
      if (lines.stream().anyMatch(line -> line.startsWith("REPORT "))) {
        return lines;
      }
      if (clock.instant().isAfter(end)) {
        throw new Failure(
            "The function's log has not appeared for " + PATIENCE.toSeconds() + " s.");
      }
      Pause.of(POLL, "Interrupted.");
    }
  }

  private static List<String> lines(AwsClients clients, String group, Instant began) {
    var lines = new ArrayList<String>();
    try {
      clients
          .logs()
          .filterLogEventsPaginator(
              r -> r.logGroupName(group).startTime(began.minusSeconds(1).toEpochMilli()))
          .events()
          .forEach(event -> event.message().lines().forEach(lines::add));
    } catch (ResourceNotFoundException _) {
      // it appears with the first line
    }
    return lines;
  }

  private static String failure(List<String> log) {
    return log.stream()
        .filter(line -> line.contains("Error"))
        .findFirst()
        .orElse("its log tells nothing");
  }

  private void tell(ImportProfile profile, Map<String, Long> sizes) {
    var unused = new LinkedHashMap<String, Long>();
    var loaded = profile.packages().stream().map(ImportProfile.Loaded::name).toList();
    sizes.entrySet().stream()
        .filter(size -> !loaded.contains(size.getKey()) && !isNote(size.getKey()))
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEach(size -> unused.put(size.getKey(), size.getValue()));
    if (json) {
      var fields = new LinkedHashMap<String, Object>();
      fields.put("milliseconds", profile.millis());
      fields.put("packages", profile.packages());
      fields.put("bytes", sizes);
      fields.put("notLoaded", unused);
      terminal.out().println(Json.of(fields));
      return;
    }
    var table = new Table("PACKAGE", ">OWN", ">WITH ALL IT LOADS", ">MODULES", ">SIZE");
    profile.packages().stream()
        .limit(top)
        .forEach(
            each ->
                table.row(
                    each.name(),
                    millis(each.ownMillis()),
                    millis(each.wholeMillis()),
                    Integer.toString(each.modules()),
                    size(sizes.get(each.name()))));
    terminal.out().print(table.render(terminal.style()));
    terminal
        .out()
        .println("%nLoading takes %s of each cold start.".formatted(millis(profile.millis())));
    var heavy = unused.entrySet().stream().filter(each -> each.getValue() >= HEAVY).toList();
    if (!heavy.isEmpty()) {
      terminal.out().println("\nIn the package, but not loaded at the start:");
      heavy.stream()
          .limit(top)
          .forEach(
              each -> terminal.out().println("  " + each.getKey() + "  " + size(each.getValue())));
    }
  }

  /// What installers write about packages: never loaded, and small.
  private static boolean isNote(String name) {
    return name.endsWith(".dist-info") || name.endsWith(".egg-info") || name.equals("__pycache__");
  }

  private static String millis(double millis) {
    return Spans.milliseconds((long) (millis * 1e6));
  }

  private static String size(@Nullable Long bytes) {
    return bytes == null
        ? "-"
        : bytes < 1 << 20
            ? Math.ceilDiv(bytes, 1024L) + " KiB"
            : String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
  }
}
