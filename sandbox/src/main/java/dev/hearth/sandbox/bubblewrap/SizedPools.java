package dev.hearth.sandbox.bubblewrap;

import dev.hearth.sandbox.bubblewrap.CellMaker.Origin;
import dev.hearth.sandbox.bubblewrap.CellMaker.Plan;
import dev.hearth.sandbox.runtime.HostRuntime;
import dev.hearth.sandbox.runtime.Layout;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Parked cells of runtimes that must be told at their start how much memory they have: JVMs. They
/// are large, so that a size is parked only once a function has it, and then stays.
final class SizedPools implements AutoCloseable {
  private static final Logger LOG = System.getLogger(SizedPools.class.getName());

  /// Functions of further sizes wait for a JVM to start.
  private static final int MOST_SIZES = 8;

  /// A JVM takes as much memory as so many of others.
  static final int SHARE = 10;

  private final CellMaker maker;
  private final BubblewrapSettings settings;
  private final InstantSource clock;
  private final Map<String, ParkedPool> pools = new HashMap<>();
  private final Set<HostRuntime> seen = new HashSet<>();
  private final Set<HostRuntime> recording = new HashSet<>();
  private boolean closed;

  SizedPools(CellMaker maker, BubblewrapSettings settings, InstantSource clock) {
    this.maker = maker;
    this.settings = settings;
    this.clock = clock;
  }

  /// A parked cell where there is one; from now on there will be.
  Optional<Cell> take(HostRuntime runtime, int memoryMebibytes) {
    ParkedPool pool;
    synchronized (this) {
      pool = pools.get(runtime.parkedName(memoryMebibytes));
      if (pool == null) {
        begin(runtime, memoryMebibytes);
        return Optional.empty();
      }
    }
    return pool.take();
  }

  private void begin(HostRuntime runtime, int memoryMebibytes) {
    if (closed) {
      return;
    }
    if (seen.add(runtime)) { // what is never parked begins with what was recorded, too
      recording.add(runtime);
      Thread.ofVirtual()
          .name("record-" + runtime.name())
          .start(
              () -> {
                record(runtime);
                open(runtime, memoryMebibytes);
              });
    } else if (!recording.contains(runtime)) {
      open(runtime, memoryMebibytes);
    } // else it is parked for a later call, when the recording is over
  }

  /// Without it, later starts take longer.
  private void record(HostRuntime runtime) {
    var file = runtime.unmadeCache();
    if (file != null) {
      try {
        new Recording(maker, runtime).into(file);
      } catch (IOException e) {
        LOG.log(Level.WARNING, runtime.name() + " starts without a cache", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized void open(HostRuntime runtime, int memoryMebibytes) {
    recording.remove(runtime);
    int size = settings.parked().getOrDefault(runtime.family(), 0);
    if (size > 0 && pools.size() < MOST_SIZES && !closed) {
      var demand = new Demand(size, Math.max(size, settings.mostParked() / SHARE), clock);
      pools.computeIfAbsent(
          runtime.parkedName(memoryMebibytes),
          _ -> new ParkedPool(maker, plan(runtime, memoryMebibytes), demand));
    }
  }

  private static Plan plan(HostRuntime runtime, int memoryMebibytes) {
    var task = runtime.emptyTask();
    return plan(
        runtime,
        runtime.command(Layout.ISOLATED, memoryMebibytes),
        task == null ? Map.of() : Map.of(CellSource.TASK, List.of(task)));
  }

  /// Of a parked JVM.
  // One heap of the C library for all threads: the JVM's few share it gladly, and each further one
  // keeps a part of a mebibyte for itself.
  static Plan plan(HostRuntime runtime, List<String> command, Map<Path, List<Path>> folders) {
    return new Plan(
        Origin.STARTED,
        runtime.name(),
        command,
        Map.of(
            "AWS_LAMBDA_RUNTIME_API", Layout.ISOLATED.runtimeApi(),
            "TZ", ":UTC",
            "LC_ALL", "C.UTF-8",
            "MALLOC_ARENA_MAX", "1"),
        folders,
        Park.TEMPORARY_MEBIBYTES,
        CellSource.TASK.toString(),
        Limits.PARKED,
        List.of());
  }

  synchronized void count(Map<String, Integer> counts) {
    pools.forEach((name, pool) -> counts.put(name, pool.size()));
  }

  @Override
  public synchronized void close() {
    closed = true;
    pools.values().forEach(ParkedPool::close);
  }
}
