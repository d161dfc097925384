package dev.hearth.sandbox.linux;

import dev.hearth.kernel.SecretVariables;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The host's programs that sandboxes are made with.
///
/// @param bubblewrap `bwrap`, 0.7 or newer
/// @param setpriv of util-linux
/// @param prlimit of util-linux; null where it is missing, which costs one limit
public record Tools(Path bubblewrap, Path setpriv, @Nullable Path prlimit) {

  /// All, where those that it cannot do without are on the `PATH`.
  public static Optional<Tools> find() {
    var prlimit = find("prlimit").orElse(null);
    return find("bwrap")
        .flatMap(bwrap -> find("setpriv").map(setpriv -> new Tools(bwrap, setpriv, prlimit)));
  }

  /// What `bwrap --version` prints.
  public String bubblewrapVersion() throws IOException {
    var builder = new ProcessBuilder(bubblewrap.toString(), "--version").redirectErrorStream(true);
    builder.environment().keySet().removeAll(SecretVariables.NAMES);
    var process = builder.start();
    try (var output = process.getInputStream()) {
      return new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  /// Where `program` is on the `PATH`, or in the places of a system that sets none.
  static Optional<Path> find(String program) {
    var path = System.getenv().getOrDefault("PATH", "") + ":/usr/bin:/bin:/usr/sbin:/sbin";
    for (var folder : path.split(File.pathSeparator, -1)) {
      if (folder.startsWith("/")) {
        var file = Path.of(folder, program);
        if (Files.isExecutable(file)) {
          return Optional.of(file);
        }
      }
    }
    return Optional.empty();
  }
}
