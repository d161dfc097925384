package dev.hearth.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What the figures were measured on.
///
/// @param processor as the kernel names it
/// @param memoryGibibytes in all
record Machine(String processor, int cores, long memoryGibibytes, String kernel, String jdk) {
  static Machine here() {
    return new Machine(
        after("/proc/cpuinfo", line -> line.startsWith("model name")),
        Runtime.getRuntime().availableProcessors(),
        Math.round(memoryKibibytes() / 1024.0 / 1024.0),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vendor.version", Runtime.version().toString()));
  }

  @Override
  public String toString() {
    return "%s, %d cores, %d GiB; %s; JDK %s"
        .formatted(processor, cores, memoryGibibytes, kernel, jdk);
  }

  private static long memoryKibibytes() {
    var text = after("/proc/meminfo", line -> line.startsWith("MemTotal")).replace(" kB", "");
    return text.equals("unknown") ? 0 : Long.parseLong(text);
  }

  // Lines of /proc read `name : value`.
  private static String after(String file, Predicate<String> wanted) {
    var path = Path.of(file);
    if (!Files.exists(path)) {
      return "unknown";
    }
    try (Stream<String> lines = Files.lines(path)) {
      return lines
          .filter(wanted)
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElse("unknown");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
