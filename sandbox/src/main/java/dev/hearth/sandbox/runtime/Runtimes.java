package dev.hearth.sandbox.runtime;

import java.nio.file.Path;
import java.util.List;

/// The runtimes that Lambda knows and the ones that this host has.
public final class Runtimes {
  private static RuntimeException later() {
    return new UnsupportedOperationException("not landed yet");
  }

  private final List<Runtime> installed;

  private Runtimes(List<Runtime> installed) {
    this.installed = installed;
  }

  /// Looks for runtimes on this host; starts no process.
  ///
  /// @param folder where `hearth runtimes install` puts them
  public static Runtimes find(Path folder) {
    throw later();
  }

  /// `HEARTH_RUNTIMES`, or `~/.cache/hearth/runtimes`: shared by all of a user's Hearths, so that
  /// the download happens once.
  public static Path defaultFolder() {
    throw later();
  }

  /// What this host has; [Family#PROVIDED] always.
  public List<Runtime> installed() {
    return installed;
  }

  /// The runtime for `identifier`, the nearest where this host has not the very one.
  ///
  /// @throws dev.hearth.kernel.ServiceException `InvalidParameterValueException` when Lambda has no
  ///   such runtime, or this host has none of its family; the message tells how to install it
  public RuntimeChoice choose(String identifier) {
    throw later();
  }
}
