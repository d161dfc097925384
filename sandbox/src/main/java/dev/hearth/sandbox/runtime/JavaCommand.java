package dev.hearth.sandbox.runtime;

import dev.hearth.sandbox.wasm.worker.Worker;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How a JVM is started for functions of a size.
///
/// @param runtime of [Family#JAVA] or [Family#WASM]
record JavaCommand(HostRuntime runtime, Layout layout) {
  /// Tells it to leave out what only a process does that waits.
  static final String AT_ONCE = "at-once";

  /// What its owner has to say to the JVM of a function.
  static final List<String> OPTIONS =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  /// The first JDK that makes an AOT cache in one step (JEP 514); earlier ones have archives of
  /// classes (JEP 350), which save half as much.
  private static final int FIRST_WITH_AOT_CACHE = 25;

  private static final int FIRST_WITH_ARCHIVE = 13;

  /// The first LTS that moves what it maps of a cache to another address unless told otherwise, for
  /// which every page with a pointer is written to, 9 MiB of each process.
  private static final int FIRST_THAT_RELOCATES = 17;

  /// The first that can give memory of its own back, such as its compiler's, 6 MiB.
  private static final int FIRST_THAT_TRIMS = 21;

  /// Starts sooner, and computes at half the speed.
  private static final String SMALL_COMPILER = "-XX:TieredStopAtLevel=1";

  private static final int TRIM_MILLIS = 10_000;

  /// What a module's JVM has its heap by, whatever memory the module has: that is no part of it.
  static final int WORKER_MEBIBYTES = 128;

  private static final int MEBIBYTE = 1024;

  /// What Lambda lets the heap take of the memory.
  private static final double HEAP = 0.85;

  /// The memory up to which Lambda shows so many processors, from two on.
  private static final int[] PROCESSORS = {3008, 5307, 7076, 8845, 10_240};

  List<String> of(int memoryMebibytes) {
    var command = new ArrayList<String>();
    command.add(runtime.place(layout, HostRuntime.LANGUAGE) + "/bin/java");
    command.addAll(options(memoryMebibytes));
    command.addAll(thrift());
    if (isWorker()) {
      command.remove(SMALL_COMPILER); // modules compute
      command.add("--enable-native-access=ALL-UNNAMED");
    }
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
    command.add(
        layout.place(archives()) + "/" + (isWorker() ? JavaArchives.WORKER : JavaArchives.RUNTIME));
    return List.copyOf(command);
  }

  private boolean isWorker() {
    return runtime.family() == Family.WASM;
  }

  /// How it is started where its function waits for it already.
  ///
  /// @param own what the function's owner tells the JVM by variables: that the command line must
  ///   not overrule, nor a cache be expected to fit
  List<String> atOnce(int memoryMebibytes, String own) {
    var command = new ArrayList<>(of(memoryMebibytes));
    if (!own.isEmpty()) {
      command.removeIf(option -> isOverruled(option, own));
    }
    command.add(AT_ONCE);
    return List.copyOf(command);
  }

  /// How a module's JVM is started to load the module in `folder` and wait for its function.
  List<String> holding(int memoryMebibytes, String folder) {
    var command = new ArrayList<>(of(memoryMebibytes));
    command.addAll(List.of(Worker.HOLD, folder));
    return List.copyOf(command);
  }

  private static boolean isOverruled(String option, String own) {
    if (!option.startsWith("-X")) {
      return false;
    }
    var name = option.replaceFirst("^-XX:[+-]?", "").replaceFirst("=.*", "");
    return option.startsWith("-Xlog")
        || name.equals("AOTCache")
        || name.equals("SharedArchiveFile")
        || own.contains(name)
        || (name.equals("MaxHeapSize") && (own.contains("-Xmx") || own.contains("RAMPercentage")))
        || ((name.equals("InitialHeapSize") || name.equals("NewSize")) && own.contains("-Xm"))
        || (name.equals("UseSerialGC") && own.matches(".*-XX:\\+Use\\w*GC.*"));
  }

  /// What a cache must have been made with as well.
  static List<String> options(int memoryMebibytes) {
    return List.of(
        "-XX:+UseSerialGC",
        SMALL_COMPILER,
        "-XX:MaxHeapSize=" + (int) (memoryMebibytes * MEBIBYTE * HEAP) + "k",
        // What new objects fill before it is collected the first time stays resident. It grows with
        // what a function needs.
        "-XX:InitialHeapSize=4m",
        "-XX:NewSize=1m",
        "-XX:ActiveProcessorCount=" + processors(memoryMebibytes),
        "-XX:-UseContainerSupport", // it is told all that this would look for
        "-XX:-UsePerfData",
        "-Dfile.encoding=UTF-8");
  }

  /// What makes an idle JVM smaller. Addresses of classes are the same in every sandbox for it; of
  /// stacks, heaps and libraries they are not.
  private List<String> thrift() {
    var options = new ArrayList<String>();
    if (feature() >= FIRST_THAT_RELOCATES) {
      options.add("-XX:+UnlockDiagnosticVMOptions");
      options.add("-XX:ArchiveRelocationMode=0");
    }
    if (feature() >= FIRST_THAT_TRIMS) {
      options.add("-XX:TrimNativeHeapInterval=" + TRIM_MILLIS);
    }
    return options;
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
    if (begins()) {
      // Profiles are for a compiler that is not used, and every process would hold them.
      command.add(command.indexOf("-jar"), "-XX:-AOTRecordTraining");
    }
    command.add("rehearse");
    return Optional.of(List.copyOf(command));
  }

  /// The file's name, of one JDK only, in the folder of the archives.
  static String cache(HostRuntime runtime) {
    return (runtime.family() == Family.WASM ? "worker-" : "runtime-") + runtime.version() + ".aot";
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
