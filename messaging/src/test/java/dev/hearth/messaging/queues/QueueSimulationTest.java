package dev.hearth.messaging.queues;

import dev.hearth.store.Databases;
import dev.hearth.store.MemoryFolder;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `-Dseed=N` runs one schedule, `-Dschedules=N` more or fewer than usual.
class QueueSimulationTest {
  private static final int SCHEDULES = Integer.getInteger("schedules", 1_000);

  /// So many schedules share a database: opening one takes as long as they do.
  private static final int SHARING = 50;

  @TempDir(factory = MemoryFolder.class)
  Path folder;

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void noScheduleLosesRepeatsOrReordersMessages() {
    var only = Long.getLong("seed");
    long first = only == null ? 1 : only;
    long last = only == null ? SCHEDULES : only;
    for (long seed = first; seed <= last; seed += SHARING) {
      run(seed, Math.min(last, seed + SHARING - 1));
    }
  }

  private void run(long first, long last) {
    var file = folder.resolve("messaging-" + first + ".db");
    try (var database = Databases.sqlite(file, QueuesPart.SCHEMA)) {
      for (long seed = first; seed <= last; seed++) {
        try {
          new QueueSimulation(database, seed).run();
        } catch (Throwable t) {
          throw new AssertionError("The schedule with -Dseed=" + seed + " failed", t);
        }
      }
    }
  }
}
