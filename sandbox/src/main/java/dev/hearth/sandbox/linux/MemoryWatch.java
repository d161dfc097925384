package dev.hearth.sandbox.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Limits a sandbox's memory where no control group does: looks at what its processes hold, the
/// more often the less is left, and kills it when that is too much.
///
/// It sees what is mapped and what is in `/tmp`, not what the kernel holds for a process: pipes,
/// sockets, files without a name. And it comes late, by what a process can take between two looks.
/// So it keeps functions that err from harming their neighbours, not those that mean to.
///
/// Source: proc_pid_status(5), proc_pid_smaps(5).
final class MemoryWatch {
  private static final long MEBIBYTE = 1 << 20;

  /// No process fills memory faster than this, by rule of thumb.
  private static final long NANOS_PER_MEBIBYTE = 500_000;

  private static final long SHORTEST_NANOS = 10_000_000;
  private static final long LONGEST_NANOS = 250_000_000;

  private volatile long limitBytes = Long.MAX_VALUE;
  private volatile long peakBytes;
  private volatile boolean killed;
  private volatile @Nullable Child process;

  void limit(int mebibytes) {
    limitBytes = mebibytes * MEBIBYTE;
  }

  /// The most that was seen.
  long peakBytes() {
    var watched = process;
    if (watched != null && !watched.exit().isDone()) {
      look(watched);
    }
    return peakBytes;
  }

  /// Whether it has killed the sandbox.
  boolean killed() {
    return killed;
  }

  /// Begins; it ends with the process.
  void start(Child watched) {
    process = watched;
    Thread.ofVirtual().name("memory-watch").start(() -> watch(watched));
  }

  private void watch(Child watched) {
    while (!watched.exit().isDone()) {
      long left = limitBytes - look(watched);
      if (left < 0) {
        killed = true;
        watched.killInside();
      }
      LockSupport.parkNanos(
          Math.clamp(left / MEBIBYTE * NANOS_PER_MEBIBYTE, SHORTEST_NANOS, LONGEST_NANOS));
    }
  }

  private synchronized long look(Child watched) {
    try {
      var first = watched.inside();
      if (first.isEmpty()) {
        return 0;
      }
      var root = Path.of("/proc/" + first.getAsInt() + "/root");
      var processes = root.resolve("proc");
      // Before it is set up, it sees the host's.
      if (!Files.readSymbolicLink(processes.resolve("1/ns/pid"))
          .equals(Files.readSymbolicLink(Path.of("/proc/" + first.getAsInt() + "/ns/pid")))) {
        return 0;
      }
      long files = SpaceTaken.bytes(root.resolve("tmp"));
      long bytes = files + sum(processes, "status", "RssAnon:", "RssShmem:");
      if (bytes > peakBytes || bytes > limitBytes) {
        // What processes share counts once: this takes longer to find out.
        bytes = files + sum(processes, "smaps_rollup", "Pss_Anon:", "Pss_Shmem:");
      }
      peakBytes = Math.max(peakBytes, Math.min(bytes, limitBytes));
      return bytes;
    } catch (IOException e) {
      return 0; // it has ended, or not begun
    }
  }

  /// What two lines of a file say, in all processes together.
  private static long sum(Path processes, String file, String one, String other)
      throws IOException {
    long kibibytes = 0;
    DirectoryStream.Filter<Path> numbers =
        path -> Character.isDigit(path.getFileName().toString().charAt(0));
    try (var all = Files.newDirectoryStream(processes, numbers)) {
      for (var each : all) {
        try (var lines = Files.lines(each.resolve(file))) {
          kibibytes +=
              lines
                  .filter(line -> line.startsWith(one) || line.startsWith(other))
                  .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                  .sum();
        } catch (NoSuchFileException | UncheckedIOException e) {
          // it has ended
        }
      }
    }
    return kibibytes << 10;
  }
}
