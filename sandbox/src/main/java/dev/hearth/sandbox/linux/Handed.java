package dev.hearth.sandbox.linux;

import java.nio.file.Path;
import java.util.Map;

/// What a sandbox's first process finds open beside its standard input and output, by number.
///
/// @param inputs opened for reading
/// @param outputs opened for writing
public record Handed(Map<Integer, Path> inputs, Map<Integer, Path> outputs) {
  public static final Handed NOTHING = new Handed(Map.of(), Map.of());

  /// A descriptor of this process as a path that a child, whose own descriptors are closed by then,
  /// can still open.
  public static Path descriptor(int number) {
    return Path.of("/proc/" + ProcessHandle.current().pid() + "/fd/" + number);
  }
}
