package dev.hearth.sandbox.runtime;

import java.util.List;

/// A runtime of this host. Sandboxes of one runtime are alike until they get their code: what is
/// parked is parked by runtime.
///
/// @param family its language
/// @param version such as `3.11` or `24.21.0`; empty for [Family#PROVIDED]
/// @param executable where it starts, as the function sees it when mounted
/// @param mounts what it needs beside the host's `/usr`
public record Runtime(Family family, String version, String executable, List<Mount> mounts) {
  private static RuntimeException later() {
    return new UnsupportedOperationException("not landed yet");
  }

  /// Unique on this host, such as `python3.11`, for pools and for `hearth ps`.
  public String name() {
    return "";
  }

  /// Whether it can be started without code and wait for it, by asking for `/hearth/park`.
  public boolean parks() {
    return family != Family.PROVIDED;
  }

  /// How it is started. Its working directory is the code's folder where that is known already.
  public List<String> command(Layout layout) {
    throw later();
  }
}
