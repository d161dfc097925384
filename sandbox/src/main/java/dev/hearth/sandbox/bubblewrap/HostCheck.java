package dev.hearth.sandbox.bubblewrap;

import org.jspecify.annotations.Nullable;

/// What `hearth doctor` tells of one thing that sandboxes need of their host.
///
/// @param name such as `control groups`
/// @param finding what is there, and what it means if it is not all there
/// @param mend the exact command, or what to ask for; null where nothing is to be mended
public record HostCheck(String name, State state, String finding, @Nullable String mend) {
  /// How bad it is.
  public enum State {
    OK,
    /// Sandboxes work and isolate, but lack something.
    DEGRADED,
    /// No sandbox can be made.
    MISSING
  }

  static HostCheck ok(String name, String finding) {
    return new HostCheck(name, State.OK, finding, null);
  }

  static HostCheck degraded(String name, String finding, String mend) {
    return new HostCheck(name, State.DEGRADED, finding, mend);
  }

  static HostCheck missing(String name, String finding, String mend) {
    return new HostCheck(name, State.MISSING, finding, mend);
  }
}
