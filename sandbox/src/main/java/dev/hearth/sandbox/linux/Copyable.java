package dev.hearth.sandbox.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Looks at an initialised process from outside: whether copies of it could be whole, and apart
/// from each other.
public final class Copyable {
  private Copyable() {}

  /// What stands in the way, for the function's author; nothing where copies can be made.
  ///
  /// @param first process 1 of the function's namespace
  public static Optional<String> obstacle(int first) throws IOException {
    var process = Child.firstOf(first);
    if (process.isEmpty()) {
      return Optional.of("its process has ended");
    }
    int runtime = process.getAsInt();
    if (children(first).strip().indexOf(' ') >= 0 || !children(runtime).isBlank()) {
      return Optional.of(
          "its initialisation has started a process, which copies of it would lack; start it in a"
              + " hook registered with register_after_restore, or in the handler");
    }
    return sharesMemory(runtime)
        ? Optional.of(
            "its initialisation has made memory that processes share, and all copies of it would;"
                + " make it in a hook registered with register_after_restore, or in the handler")
        : Optional.empty();
  }

  /// Whether nothing is in the sandbox's `/tmp`.
  ///
  /// @param first process 1 of the function's namespace
  public static boolean hasEmptyTemporary(int first) throws IOException {
    try (var files = Files.newDirectoryStream(Path.of("/proc/" + first + "/root/tmp"))) {
      return !files.iterator().hasNext();
    }
  }

  private static String children(int pid) throws IOException {
    return Files.readString(Path.of("/proc/" + pid + "/task/" + pid + "/children"));
  }

  private static boolean sharesMemory(int pid) throws IOException {
    try (var lines = Files.lines(Path.of("/proc/" + pid + "/maps"))) {
      // "7f12a0000000-7f12a0021000 rw-s 00000000 00:01 1026 /dev/zero (deleted)"
      return lines
          .map(line -> line.substring(line.indexOf(' ') + 1))
          .anyMatch(mapping -> mapping.charAt(1) == 'w' && mapping.charAt(3) == 's');
    }
  }
}
