package dev.hearth.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What a process and those it started take of the machine, as Linux's `/proc` tells it.
///
/// @param residentKibibytes of the process alone, shared pages included (RSS)
/// @param childrenKibibytes of all processes below it, shared pages divided among their users (PSS)
/// @param descriptors open files and sockets of the process alone
/// @param threads of the process alone
/// @param processes below it
/// @param mounts that it sees
/// @param controlGroups that it has made, one for each sandbox and controller
record Footprint(
    long residentKibibytes,
    long childrenKibibytes,
    int descriptors,
    int threads,
    int processes,
    int mounts,
    int controlGroups) {

  static Footprint of(ProcessHandle process) {
    var below = process.descendants().toList();
    var folder = Path.of("/proc", Long.toString(process.pid()));
    return new Footprint(
        kibibytes(folder.resolve("status"), "VmRSS:"),
        proportional(below),
        entries(folder.resolve("fd")),
        entries(folder.resolve("task")),
        below.size(),
        lines(folder.resolve("mountinfo")),
        controlGroups(process.pid()));
  }

  /// Proportional memory of `processes` together, in KiB.
  static long proportional(List<ProcessHandle> processes) {
    return processes.stream()
        .map(p -> Path.of("/proc", Long.toString(p.pid()), "smaps_rollup"))
        .mapToLong(file -> kibibytes(file, "Pss:"))
        .sum();
  }

  // A process may end while it is looked at: then it takes nothing.
  private static long kibibytes(Path file, String field) {
    try (var lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(field))
          .findFirst()
          .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .orElse(0L);
    } catch (IOException | UncheckedIOException _) {
      return 0;
    }
  }

  private static int entries(Path folder) {
    try (var names = Files.list(folder)) {
      return (int) names.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int lines(Path file) {
    try (var lines = Files.lines(file)) {
      return (int) lines.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // `hearth/<pid>-…/<sandbox>` in every hierarchy, and whatever a sandbox has below that.
  private static int controlGroups(long pid) {
    var own = Path.of("hearth", pid + "-");
    try (Stream<Path> tree = Files.walk(Path.of("/sys/fs/cgroup"), 8)) {
      return (int)
          tree.filter(path -> path.toString().contains("/" + own))
              .filter(Files::isDirectory)
              .count();
    } catch (NoSuchFileException _) {
      return 0;
    } catch (IOException | UncheckedIOException _) {
      return controlGroups(pid); // one went while the tree was walked
    }
  }
}
