package dev.hearth.sandbox.runtime;

import java.util.List;
import java.util.Optional;

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
      case PROVIDED -> "provided";
    };
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
  public List<String> command(Layout layout) {
    return switch (family) {
      case PYTHON -> python(layout, "bootstrap.py");
      case NODE ->
          List.of(
              place(layout, LANGUAGE) + "/bin/node", place(layout, BOOTSTRAP) + "/bootstrap.cjs");
      case PROVIDED -> List.of("/bin/sh", "-s");
    };
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
