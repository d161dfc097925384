package dev.hearth.sandbox.runtime;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How a JVM is started for functions of a size.
///
/// @param runtime of [Family#JAVA]
record JavaCommand(HostRuntime runtime, Layout layout) {
  /// Tells it to leave out what only a process does that waits.
  static final String AT_ONCE = "at-once";

  /// What its owner has to say to the JVM of a function.
  static final String OPTIONS = "JAVA_TOOL_OPTIONS";

  /// The first JDK that makes an AOT cache in one step (JEP 514); earlier ones have archives of
  /// classes (JEP 350), which save half as much.
  private static final int FIRST_WITH_AOT_CACHE = 25;

  private static final int FIRST_WITH_ARCHIVE = 13;

  private static final int MEBIBYTE = 1024;

  /// What Lambda lets the heap take of the memory.
  private static final double HEAP = 0.85;

  /// The memory up to which Lambda shows so many processors, from two on.
  private static final int[] PROCESSORS = {3008, 5307, 7076, 8845, 10_240};

  List<String> of(int memoryMebibytes) {
    var command = new ArrayList<String>();
    command.add(runtime.place(layout, HostRuntime.LANGUAGE) + "/bin/java");
    command.addAll(options(memoryMebibytes));
    var cache = cache(runtime);
    if (Files.exists(archives().host().resolve(cache))) {
      var file = layout.place(archives()) + "/" + cache;
      command.add(begins() ? "-XX:AOTCache=" + file : "-XX:SharedArchiveFile=" + file);
      // A cache that does not fit is no reason to fail, nor to tell a function's log.
      command.add("-Xlog:disable");
      command.add("-Xlog:all=error:stderr");
    }
    if (!layout.mounted()) {
      command.add("-Dhearth.layers=" + String.join(":", layout.layers()));
    }
    command.add("-jar");
    command.add(layout.place(archives()) + "/" + JavaArchives.RUNTIME);
    return List.copyOf(command);
  }

  /// What a cache must have been made with as well.
  static List<String> options(int memoryMebibytes) {
    return List.of(
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:MaxHeapSize=" + (int) (memoryMebibytes * MEBIBYTE * HEAP) + "k",
        "-XX:InitialHeapSize=8m",
        "-XX:ActiveProcessorCount=" + processors(memoryMebibytes),
        "-XX:-UseContainerSupport", // it is told all that this would look for
        "-XX:-UsePerfData",
        "-Dfile.encoding=UTF-8");
  }

  private static int processors(int memoryMebibytes) {
    int count = 2;
    for (int most : PROCESSORS) {
      if (memoryMebibytes <= most) {
        return count;
      }
      count++;
    }
    return count;
  }

  private boolean begins() {
    return feature() >= FIRST_WITH_AOT_CACHE;
  }

  private int feature() {
    return Integer.parseInt(runtime.version().replaceFirst("\\..*", ""));
  }

  /// How a JVM is started that runs the rehearsal only and leaves `file` for later ones; nothing
  /// where the JDK is too old for it.
  Optional<List<String>> recording(String file, int memoryMebibytes) {
    if (feature() < FIRST_WITH_ARCHIVE) {
      return Optional.empty();
    }
    var command = new ArrayList<>(of(memoryMebibytes));
    command.add(1, (begins() ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + file);
    command.add("rehearse");
    return Optional.of(List.copyOf(command));
  }

  /// The file's name, of one JDK only, in the folder of the archives.
  static String cache(HostRuntime runtime) {
    return "runtime-" + runtime.version() + ".aot";
  }

  private Mount archives() {
    return archives(runtime);
  }

  static Mount archives(HostRuntime runtime) {
    return runtime.mounts().stream()
        .filter(mount -> mount.inside().equals(HostRuntime.BOOTSTRAP))
        .findFirst()
        .orElseThrow();
  }
}
