package dev.hearth.workflows.execution;

import dev.hearth.store.Databases;
import dev.hearth.store.MemoryFolder;
import dev.hearth.store.WorkQueue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Schedules that a seed decides: what functions do, what fails, which answers are lost, when time
/// passes, others act and the process is killed. After each, every execution must have ended as it
/// must, with a history that could have been. A failure names its seed; `new ExecutionSchedule(
/// database, seed).play()` plays it again.
class ExecutionSimulationTest {
  private static final int SCHEDULES = 200;

  /// Schedules that share the database's commits; each has functions, a queue and a clock of its
  /// own.
  private static final int AT_ONCE = 50;

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  @Test
  void everyExecutionEndsAsItMustWhateverHappens() throws Exception {
    try (var database =
            Databases.sqlite(
                folder.resolve("events.db"), WorkQueue.SCHEMA, DurableExecutions.SCHEMA);
        var threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      var schedules = new ArrayList<Future<?>>();
      for (int i = 0; i < SCHEDULES; i++) {
        long seed = i;
        schedules.add(threads.submit(() -> new ExecutionSchedule(database, seed).play()));
      }
      for (int seed = 0; seed < SCHEDULES; seed++) {
        try {
          schedules.get(seed).get();
        } catch (ExecutionException e) {
          throw new AssertionError("seed " + seed + ": " + e.getCause(), e.getCause());
        }
      }
    }
  }
}
