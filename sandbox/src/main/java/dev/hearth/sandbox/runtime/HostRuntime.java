package dev.hearth.sandbox.runtime;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A runtime that this host has. Sandboxes of one runtime are alike until they get their code: what
/// is parked is parked by runtime.
///
/// @param family its language
/// @param version such as `3.11` or `24.21.0`; empty for [Family#PROVIDED]
/// @param mounts what it needs beside the host's `/usr`
public record HostRuntime(Family family, String version, List<Mount> mounts) {
  // Where a mount is inside: AWS's own places, and one for our bootstraps.
  static final String LANGUAGE = "/var/lang";
  static final String SDK = "/var/runtime";
  static final String BOOTSTRAP = "/var/hearth";

  /// Unique on this host, such as `python3.11`, `nodejs24` or `provided`, for pools and for `hearth
  /// ps`.
  public String name() {
    return switch (family) {
      case PYTHON -> "python" + version;
      case NODE -> "nodejs" + version.substring(0, version.indexOf('.'));
      case JAVA -> "java" + version.replaceFirst("\\..*", "");
      case WASM -> "wasm";
      case PROVIDED -> "provided";
    };
  }

  /// What is parked of it for a function with so much memory: a JVM is told at its start how much
  /// it may take, so that those of one size are alike.
  public String parkedName(int memoryMebibytes) {
    return family == Family.JAVA ? name() + "-" + memoryMebibytes : name();
  }

  /// Whether each size of memory is parked by itself, and only once a function has it. Of
  /// [Family#WASM] all sizes are one.
  public boolean parksBySize() {
    return family == Family.JAVA || family == Family.WASM;
  }

  /// Whether what is parked of it is a shell that waits to become the function's own program; else
  /// it is started without code and waits for it by asking for `/hearth/park`.
  public boolean parksAsShell() {
    return family == Family.PROVIDED;
  }

  /// What it can be forked from instead of being started, where its family has that: a process that
  /// has loaded it, and that [dev.hearth.sandbox.linux.Launcher#fork] knows to talk to.
  public Optional<List<String>> zygote(Layout layout) {
    return family == Family.PYTHON ? Optional.of(python(layout, "zygote.py")) : Optional.empty();
  }

  /// How it is started. A parked one goes to its code's folder by itself; others are started there.
  /// Of [Family#PROVIDED] it is what is parked: the function brings what is started.
  ///
  /// @param memoryMebibytes of the sandbox
  public List<String> command(Layout layout, int memoryMebibytes) {
    return switch (family) {
      case PYTHON -> python(layout, "bootstrap.py");
      case NODE ->
          List.of(
              place(layout, LANGUAGE) + "/bin/node", place(layout, BOOTSTRAP) + "/bootstrap.cjs");
      case JAVA -> new JavaCommand(this, layout).of(memoryMebibytes);
      case WASM -> new JavaCommand(this, layout).of(JavaCommand.WORKER_MEBIBYTES);
      case PROVIDED -> List.of("/bin/sh", "-s");
    };
  }

  /// How it is started to be parked with a function's code loaded already, none of which has run;
  /// nothing where its family has no such way.
  public Optional<List<String>> holding(Layout layout) {
    return family == Family.WASM
        ? Optional.of(
            new JavaCommand(this, layout).holding(JavaCommand.WORKER_MEBIBYTES, layout.task()))
        : Optional.empty();
  }

  /// How it is started where its function waits for it already.
  ///
  /// @param environment what the function's owner set
  List<String> commandAtOnce(Layout layout, int memoryMebibytes, Map<String, String> environment) {
    if (family == Family.WASM) {
      return new JavaCommand(this, layout).atOnce(JavaCommand.WORKER_MEBIBYTES, "");
    }
    if (family != Family.JAVA) {
      return command(layout, memoryMebibytes);
    }
    var own = JavaCommand.OPTIONS.stream().map(name -> environment.getOrDefault(name, ""));
    return new JavaCommand(this, layout)
        .atOnce(memoryMebibytes, own.collect(Collectors.joining(" ")).strip());
  }

  /// Where a sandbox of it may keep what it has learnt from a first start, so that later ones begin
  /// there; null where it learns nothing, or has done so.
  public @Nullable Path unmadeCache() {
    if (!parksBySize()) {
      return null;
    }
    var file = JavaCommand.archives(this).host().resolve(JavaCommand.cache(this));
    return Files.exists(file) ? null : file;
  }

  /// How it is started to leave a cache in `file` and end, where it can.
  public Optional<List<String>> recording(Layout layout, String file, int memoryMebibytes) {
    return new JavaCommand(this, layout)
        .recording(file, family == Family.WASM ? JavaCommand.WORKER_MEBIBYTES : memoryMebibytes);
  }

  /// An empty folder, in the place of the code of what is parked; null where the place itself will
  /// do, because the runtime can go to the code by itself.
  public @Nullable Path emptyTask() {
    return family == Family.JAVA
        ? JavaCommand.archives(this).host().resolve(JavaArchives.TASK)
        : null;
  }

  private List<String> python(Layout layout, String program) {
    // Isolated from the host's own packages (-I -S), in UTF-8 whatever the locale, and without
    // writing __pycache__ into code that is shared and read-only.
    return List.of(
        "/usr/bin/python" + version,
        "-ISB",
        "-X",
        "utf8",
        place(layout, BOOTSTRAP) + "/" + program);
  }

  /// Where the mount `inside` is, as the function sees it; its AWS path where this host has none.
  String place(Layout layout, String inside) {
    return mounts.stream()
        .filter(mount -> mount.inside().equals(inside))
        .findFirst()
        .map(layout::place)
        .orElse(inside);
  }
}
