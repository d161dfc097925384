package dev.hearth.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// What a JVM's heap holds after a full collection, as `jcmd` tells it. Resident memory cannot tell
/// a leak from a heap that uses the room it was given; this can.
final class LiveHeap {
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total +[0-9]+ +([0-9]+)$");

  private LiveHeap() {}

  /// In KiB.
  ///
  /// @throws IOException where the process is no JVM that this user may ask
  static long kibibytes(ProcessHandle process) throws IOException {
    var program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var jcmd =
        new ProcessBuilder(program, Long.toString(process.pid()), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    var said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    var total = TOTAL.matcher(said);
    if (!total.find()) {
      throw new IOException("jcmd said: " + said.lines().findFirst().orElse("nothing"));
    }
    return Long.parseLong(total.group(1)) / 1024;
  }
}
