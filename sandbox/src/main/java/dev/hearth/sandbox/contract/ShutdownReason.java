package dev.hearth.sandbox.contract;

import dev.hearth.sandbox.Run;
import java.util.Locale;

/// Why a sandbox comes to its end, for its extensions.
public enum ShutdownReason {
  /// It is not needed any more.
  SPINDOWN,
  /// A run took too long.
  TIMEOUT,
  /// The runtime or an extension failed.
  FAILURE;

  /// Why a sandbox ends after `run`.
  public static ShutdownReason after(Run run) {
    return run instanceof Run.TimedOut ? TIMEOUT : run.reusable() ? SPINDOWN : FAILURE;
  }

  /// In lower case, as Lambda sends it.
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
