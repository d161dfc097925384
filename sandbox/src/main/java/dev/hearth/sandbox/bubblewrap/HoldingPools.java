package dev.hearth.sandbox.bubblewrap;

import dev.hearth.kernel.Arn;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.runtime.HostRuntime;
import dev.hearth.sandbox.runtime.Layout;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Parked cells that hold a function's code already, one for each code that was asked for of late:
/// none of it has run, and no other code is ever put in its place.
///
/// Code is known by its folder, whose content never changes, and its account: how soon a function
/// starts must not tell what others' functions are. What was not asked for for the longest time
/// leaves for what is asked for now, but not within a minute: where more functions take turns than
/// there is room for, cells would only be made to be thrown away.
final class HoldingPools implements AutoCloseable {
  static final Duration LEAST_STAY = Duration.ofMinutes(1);

  private final int most;
  private final InstantSource clock;
  private final Opening opening;
  private final Map<Code, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
  private boolean closed;

  /// Whose code, and where it is.
  record Code(String account, Path folder) {
    static Code of(SandboxSpec spec) {
      return new Code(Arn.parse(spec.functionArn()).map(Arn::account).orElse(""), spec.code());
    }
  }

  /// A cell that is parked, and made again when it is taken.
  interface Pool extends AutoCloseable {
    Optional<Cell> take();

    int size();

    @Override
    void close();
  }

  /// Opens a pool for a code.
  @FunctionalInterface
  interface Opening {
    Pool open(Code code);
  }

  private record Entry(Pool pool, Instant asked) {}

  /// @param most codes that are held at once; 0 for none
  HoldingPools(int most, InstantSource clock, Opening opening) {
    this.most = most;
    this.clock = clock;
    this.opening = opening;
  }

  /// Of each code one cell, for as long as [Demand] remembers that it was asked for.
  ///
  /// @param runtime with a way to hold code: see [HostRuntime#holding]
  static HoldingPools of(
      HostRuntime runtime, CellMaker maker, BubblewrapSettings settings, InstantSource clock) {
    int size = settings.parked().getOrDefault(runtime.family(), 0);
    int most = size == 0 ? 0 : Math.max(size, settings.mostParked() / SizedPools.SHARE);
    return new HoldingPools(
        most,
        clock,
        code -> {
          var command = runtime.holding(Layout.ISOLATED).orElseThrow();
          var plan =
              SizedPools.plan(runtime, command, Map.of(CellSource.TASK, List.of(code.folder())));
          return new ParkedPool(maker, plan, new Demand(0, 1, clock));
        });
  }

  /// A cell that holds this code, where there is one; from now on there will be, if there is room.
  Optional<Cell> take(Code code) {
    var pool = pool(code);
    return pool.isPresent() ? pool.get().take() : Optional.empty();
  }

  private synchronized Optional<Pool> pool(Code code) {
    var now = clock.instant();
    var known = entries.get(code);
    if (known == null && (closed || !hasRoom(now))) {
      return Optional.empty();
    }
    var pool = known == null ? opening.open(code) : known.pool();
    entries.put(code, new Entry(pool, now));
    return Optional.of(pool);
  }

  private boolean hasRoom(Instant now) {
    if (entries.size() < most) {
      return true;
    }
    var eldest = entries.entrySet().iterator();
    if (!eldest.hasNext()) {
      return false;
    }
    var entry = eldest.next().getValue();
    if (now.isBefore(entry.asked().plus(LEAST_STAY))) {
      return false;
    }
    entry.pool().close();
    eldest.remove();
    return true;
  }

  /// How many cells wait.
  synchronized int size() {
    return entries.values().stream().mapToInt(entry -> entry.pool().size()).sum();
  }

  @Override
  public synchronized void close() {
    closed = true;
    entries.values().forEach(entry -> entry.pool().close());
    entries.clear();
  }
}
