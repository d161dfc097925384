package dev.hearth.invocation;

import dev.hearth.functions.FunctionVersion;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All the sandboxes of this node, by function version, within the node's capacity.
///
/// A full node makes room by closing whichever idle sandbox was used longest ago.
final class Pools implements AutoCloseable {
  /// @param tenantId null for a function without tenants
  private record Key(String revision, @Nullable String tenantId) {}

  private final Map<Key, Pool> pools = new ConcurrentHashMap<>();
  private final SandboxMaker maker;
  private final InvocationLimits limits;
  private final Concurrency concurrency;
  private final Semaphore capacity;
  private final InstantSource clock;

  Pools(SandboxMaker maker, InvocationLimits limits, InstantSource clock) {
    this.maker = maker;
    this.limits = limits;
    this.concurrency = new Concurrency(limits.accountConcurrency());
    this.capacity = new Semaphore(limits.maxSandboxes(), true);
    this.clock = clock;
  }

  /// A sandbox for one invocation of `version`, a warm one where there is one.
  ///
  /// @param tenantId whose sandboxes alone may serve it; null for a function without tenants
  Admission admit(FunctionVersion version, @Nullable String tenantId) {
    if (!concurrency.enter(version.account(), version.region())) {
      return new Admission.Throttled("ConcurrentInvocationLimitExceeded");
    }
    Admission admission = new Admission.Retired();
    try {
      admission = find(version, tenantId);
      return admission;
    } finally {
      if (!(admission instanceof Admission.Granted)) {
        concurrency.leave(version.account(), version.region());
      }
    }
  }

  private Admission find(FunctionVersion version, @Nullable String tenantId) {
    var key = new Key(revision(version), tenantId);
    // The pool is known to retire() before the maker leases the code: see Functions.
    var pool = pools.computeIfAbsent(key, _ -> new Pool(version));
    var warm = pool.take();
    if (warm != null) {
      return new Admission.Granted(warm);
    }
    if (!makeRoom()) {
      return new Admission.Throttled("ConcurrentInvocationLimitExceeded");
    }
    var slot = start(pool);
    if (slot == null) {
      pools.remove(key, pool);
      return new Admission.Retired();
    }
    if (!pool.add(slot)) {
      slot.close();
      return new Admission.Retired();
    }
    return new Admission.Granted(slot);
  }

  private @Nullable Slot start(Pool pool) {
    Slot slot = null;
    try {
      slot = maker.start(pool, capacity::release).orElse(null);
      return slot;
    } finally {
      if (slot == null) {
        capacity.release();
      }
    }
  }

  /// Ends an invocation: the sandbox waits for the next one, or is closed.
  void release(Slot slot) {
    concurrency.leave(slot.version().account(), slot.version().region());
    // Whoever waits for room on a full node must not starve behind a sandbox kept idle.
    var wanted = capacity.hasQueuedThreads();
    if (!slot.pool().giveBack(slot)) {
      slot.close();
    } else if (wanted) {
      evictOldest();
    }
  }

  /// Closes what runs `version`: idle sandboxes now, busy ones when their run ends.
  void retire(FunctionVersion version) {
    var revision = revision(version);
    for (var key : List.copyOf(pools.keySet())) {
      var pool = key.revision.equals(revision) ? pools.remove(key) : null;
      if (pool != null) {
        pool.retire().forEach(Slot::close);
      }
    }
  }

  /// Closes what has been idle for too long or grew too old; the server calls it regularly.
  void reap() {
    var now = clock.instant();
    for (var pool : pools.values()) {
      pool.removeIdle(now.minus(limits.idle()), now.minus(limits.maxAge())).forEach(Slot::close);
    }
  }

  private boolean makeRoom() {
    if (capacity.tryAcquire()) {
      return true;
    }
    evictOldest();
    try {
      return capacity.tryAcquire(limits.capacityWait().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void evictOldest() {
    pools.values().stream()
        .filter(pool -> pool.oldestIdle() != null)
        .min(
            Comparator.comparing(
                pool -> Objects.requireNonNullElse(pool.oldestIdle(), clock.instant())))
        .map(Pool::removeOldest)
        .ifPresent(Slot::close);
  }

  /// Everything that lives, for `hearth ps`.
  Stream<SandboxView> list() {
    return pools.values().stream()
        .flatMap(
            pool ->
                Stream.concat(
                    pool.busy().stream().map(slot -> SandboxView.of(slot, "busy")),
                    pool.idle().stream().map(slot -> SandboxView.of(slot, "idle"))));
  }

  private static String revision(FunctionVersion version) {
    return version.versionArn() + "@" + version.revision();
  }

  @Override
  public void close() {
    for (var pool : List.copyOf(pools.values())) {
      pool.retire().forEach(Slot::close);
      pool.busy().forEach(Slot::close);
    }
  }
}
