package dev.hearth.benchmarks;

import dev.hearth.cli.Deployment;
import dev.hearth.cli.Entry;
import dev.hearth.cli.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The empty functions that are measured: each counts its calls, so that an answer tells whether
/// its sandbox was fresh.
enum Language {
  PYTHON(Entry.PYTHON, "app.handler", "app.py"),
  NODE(Entry.NODE, "index.handler", "index.mjs"),
  /// Compiled by the JDK that runs the benchmarks.
  JAVA(Entry.JAVA, "Count", "Count.java"),
  /// A static binary, built with the machine's Go.
  CUSTOM(Entry.NATIVE, "bootstrap", "main.go"),
  /// Every call has an instance of its own, so that each counts from one.
  WASM(Entry.WASM, "app.wasm", "app.wasm"),
  /// The same, in Hearth's own process, where nothing is parked for it.
  WASM_IN_PROCESS(Entry.WASM, "app.wasm", "app.wasm");

  /// For help.
  static final String NAMES = "python, node, java, custom, wasm or wasm_in_process";

  // One whole CPU: at 128 MiB a function gets 7 % of one, as on Lambda, and the limit is measured.
  private static final int MEMORY_MEBIBYTES = 1769;

  private static byte @Nullable [] binary;

  private final String runtime;
  private final String handler;
  private final String file;

  Language(String runtime, String handler, String file) {
    this.runtime = runtime;
    this.handler = handler;
    this.file = file;
  }

  String title() {
    var words = name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  /// What a Hearth is started with that is to run it.
  List<String> options() {
    return isInProcess() ? List.of("--wasm-in-process", "administrator") : List.of();
  }

  /// Whether its sandboxes are objects of Hearth's process and nothing of the kernel's.
  boolean isInProcess() {
    return this == WASM_IN_PROCESS;
  }

  private String resources() {
    return isInProcess() ? WASM.resources() : name().toLowerCase(Locale.ROOT);
  }

  /// Those that this machine can build, or the one that is asked for.
  static List<Language> chosen(@Nullable Language only) {
    return only == null
        ? Stream.of(values()).filter(Language::isBuildable).toList()
        : List.of(only);
  }

  /// Whether its sandboxes are parked only once a function has been called.
  boolean parksOnDemand() {
    return this == JAVA || this == WASM; // whose workers are JVMs
  }

  /// Whether one is parked with a function's code in it, too, once that was called.
  boolean parksLoaded() {
    return this == WASM;
  }

  /// Whether this machine has what the function is built with.
  boolean isBuildable() {
    return this != CUSTOM || go() != null;
  }

  private static @Nullable Path go() {
    return Stream.concat(
            Stream.of(String.valueOf(System.getenv("PATH")).split(":", -1)).map(Path::of),
            Stream.of(Path.of("/usr/local/go/bin"), Path.of("/usr/lib/go/bin")))
        .map(folder -> folder.resolve("go"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }

  /// Makes `bootstrap` of the source in `folder`, once for all of this process's functions.
  private static synchronized void build(Path folder) throws IOException {
    if (binary == null) {
      var go = new ProcessBuilder(String.valueOf(go()), "build", "-o", "bootstrap", "main.go");
      go.environment().put("CGO_ENABLED", "0");
      var log = Files.createTempFile("go", ".log").toFile();
      try {
        int status =
            go.directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start()
                .waitFor();
        if (status != 0) {
          throw new IOException("go build: " + Files.readString(log.toPath()));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      } finally {
        Files.delete(log.toPath());
      }
      binary = Files.readAllBytes(folder.resolve("bootstrap"));
    }
    var file = Files.write(folder.resolve("bootstrap"), binary);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.delete(folder.resolve("main.go"));
  }

  /// Creates the function, or makes it anew: a change of settings retires its sandboxes.
  ///
  /// @param round any number that was not used before
  void deploy(Target target, String function, int round) throws IOException {
    try (var folder = new TemporaryFolder()) {
      unpack(resources(), List.of(file), folder.path());
      if (this == CUSTOM) {
        build(folder.path());
      }
      new Deployment(
              function,
              folder.path(),
              new Entry(runtime, handler),
              Map.of("ROUND", Integer.toString(round)),
              MEMORY_MEBIBYTES,
              Duration.ofSeconds(10),
              null)
          .apply(target.clients());
    }
  }

  /// Retires the function's sandboxes by a change of its settings, its code as it was.
  ///
  /// @param round any number that was not used before
  static void renew(Target target, String function, int round) {
    var clients = target.clients();
    clients
        .lambda()
        .updateFunctionConfiguration(
            r ->
                r.functionName(function)
                    .environment(e -> e.variables(Map.of("ROUND", Integer.toString(round)))));
    clients.awaitUpdated(function);
  }

  /// Copies resources of this package into `to`.
  static void unpack(String folder, List<String> files, Path to) throws IOException {
    for (var file : files) {
      try (var in = Language.class.getResourceAsStream(folder + "/" + file)) {
        Files.copy(Objects.requireNonNull(in, file), to.resolve(file));
      }
    }
  }
}
