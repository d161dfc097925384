package dev.hearth.benchmarks;

import dev.hearth.cli.Deployment;
import dev.hearth.cli.Entry;
import dev.hearth.cli.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// The empty functions that are measured: each counts its calls, so that an answer tells whether
/// its sandbox was fresh.
enum Language {
  PYTHON(Entry.PYTHON, "app.handler", "app.py"),
  NODE(Entry.NODE, "index.handler", "index.mjs");

  // One whole CPU: at 128 MiB a function gets 7 % of one, as on Lambda, and the limit is measured.
  private static final int MEMORY_MEBIBYTES = 1769;

  private final String runtime;
  private final String handler;
  private final String file;

  Language(String runtime, String handler, String file) {
    this.runtime = runtime;
    this.handler = handler;
    this.file = file;
  }

  String title() {
    return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
  }

  /// Creates the function, or makes it anew: a change of settings retires its sandboxes.
  ///
  /// @param round any number that was not used before
  void deploy(Target target, String function, int round) throws IOException {
    try (var folder = new TemporaryFolder()) {
      unpack(name().toLowerCase(Locale.ROOT), List.of(file), folder.path());
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

  /// Copies resources of this package into `to`.
  static void unpack(String folder, List<String> files, Path to) throws IOException {
    for (var file : files) {
      try (var in = Language.class.getResourceAsStream(folder + "/" + file)) {
        Files.copy(Objects.requireNonNull(in, file), to.resolve(file));
      }
    }
  }
}
