package dev.hearth.cli.check.code;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Reads a file up to a limit, believing no size that it declares.
final class Bounded {
  private Bounded() {}

  /// Opens a file.
  @FunctionalInterface
  interface Opener {
    InputStream open() throws IOException;
  }

  static byte @Nullable [] read(Budget budget, String path, int largest, Opener opener) {
    int allowed = budget.allowed(largest);
    try (var in = opener.open()) {
      var content = in.readNBytes(allowed + 1);
      budget.take(content.length);
      if (content.length <= allowed) {
        return content;
      }
      budget.tell(
          path,
          allowed < largest
              ? "It was not read, for the package is larger than a GiB, unpacked."
              : "It was not read, for it is larger than " + (largest >> 20) + " MiB.");
    } catch (IOException | RuntimeException e) {
      // Commons Compress throws both of broken archives; the message may repeat their content.
      budget.tell(path, "It could not be read: " + e.getClass().getSimpleName() + ".");
    }
    return null;
  }
}
