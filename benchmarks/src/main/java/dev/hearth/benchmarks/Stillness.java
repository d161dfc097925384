package dev.hearth.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Tells when this machine has nothing to do, so that what is measured next is measured alone: not
/// beside the end of the sandboxes that were measured before.
final class Stillness {
  /// The kernel counts in hundredths of a second, so that a shorter one would say little.
  private static final long WINDOW = TimeUnit.MILLISECONDS.toNanos(100);

  private static final double STILL = 0.9;
  private static final int MOST_WINDOWS = 20;

  /// Processor time since the machine started, in hundredths of a second.
  private record Times(long idle, long all) {
    static Times now() throws IOException {
      try (var lines = Files.lines(Path.of("/proc/stat"))) {
        // cpu user nice system idle iowait irq softirq steal ...
        var fields = lines.findFirst().orElseThrow().trim().split(" +", -1);
        long all = 0;
        for (int i = 1; i <= 8; i++) {
          all += Long.parseLong(fields[i]);
        }
        return new Times(Long.parseLong(fields[4]) + Long.parseLong(fields[5]), all);
      }
    }
  }

  private Stillness() {}

  /// Waits until the processors idled for nine tenths of a tenth of a second.
  ///
  /// @return false where they did not within two seconds, or where this host does not tell
  static boolean reached() throws IOException {
    if (!Files.exists(Path.of("/proc/stat"))) {
      return false;
    }
    var before = Times.now();
    for (int i = 0; i < MOST_WINDOWS; i++) {
      for (long end = System.nanoTime() + WINDOW; end - System.nanoTime() > 0; ) {
        LockSupport.parkNanos(end - System.nanoTime());
      }
      var now = Times.now();
      if (now.idle() - before.idle() >= STILL * (now.all() - before.all())) {
        return true;
      }
      before = now;
    }
    return false;
  }
}
