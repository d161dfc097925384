package dev.hearth.invocation;

import dev.hearth.functions.ConcurrencyPlan;
import dev.hearth.functions.FunctionVersion;
import dev.hearth.functions.Readiness;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Every sandbox of this node, every invocation that has one and every one that waits: all that is
/// decided about them is decided here, under one lock, and nothing here starts, stops or waits.
///
/// Methods take a list `gone`, to which they add the sandboxes that were given up: the caller
/// closes them, outside the lock.
final class Roster {
  /// The part of the node that is left to what is not provisioned: a quarter.
  private static final int LEFT_TO_ON_DEMAND = 4;

  /// After a sandbox could not be provisioned.
  private static final Duration PAUSE = Duration.ofSeconds(30);

  private final Map<Pool.Key, Pool> pools = new HashMap<>();
  private final Places places;
  private final Concurrency concurrency;
  private final InvocationLimits limits;
  private final InstantSource clock;
  private final KeepAlive keepAlive;
  private int provisioned;

  Roster(InvocationLimits limits, InstantSource clock) {
    this.limits = limits;
    this.clock = clock;
    this.keepAlive = new KeepAlive(limits.idle(), limits.maxAge());
    this.concurrency = new Concurrency(limits.accountConcurrency());
    this.places = new Places(limits.maxSandboxes(), this::dropIfUnused);
  }

  // Invocations.

  /// A sandbox for one invocation of `version`, a warm one where there is one.
  ///
  /// What follows a [Decision.Start] is [#started] or [#notStarted]; a [Decision.Use] ends with
  /// [#release], and a [Decision.Wait] may with [#giveUp].
  ///
  /// @param tenantId whose sandboxes alone may serve it; null for a function without tenants
  synchronized Decision seek(FunctionVersion version, @Nullable String tenantId, List<Slot> gone) {
    // Known to retire() before the maker leases the code: see Functions.
    var pool = pool(version, tenantId);
    keepAlive.called(version, clock.instant());
    var decision = seek(pool, gone);
    settle(pool, gone);
    return decision;
  }

  private Decision seek(Pool pool, List<Slot> gone) {
    var slot = usable(pool, true, gone);
    var refusal = pool.function().enter(slot != null);
    if (refusal != null) {
      return new Decision.Refuse(refusal);
    }
    if (slot == null) {
      slot = usable(pool, false, gone);
    }
    return slot == null ? places.take(pool, false, gone) : places.use(slot);
  }

  /// The idle sandbox to use next; those that died while idle are given up.
  private @Nullable Slot usable(Pool pool, boolean provisioned, List<Slot> gone) {
    for (var slot = pool.lastIdle(provisioned); slot != null; slot = pool.lastIdle(provisioned)) {
      if (slot.reusable()) {
        return slot;
      }
      giveUpIdle(slot, gone);
    }
    return null;
  }

  /// The sandbox that an invocation needed is there.
  ///
  /// @return false when its version was replaced meanwhile; it is not to be used
  synchronized boolean started(Slot slot, List<Slot> gone) {
    var pool = slot.pool();
    pool.starting(-1);
    if (!pool.retired()) {
      pool.begin(slot);
      return true;
    }
    gone.add(slot);
    leave(pool, gone);
    return false;
  }

  /// The sandbox that an invocation needed could not be started.
  ///
  /// @param retired whether because its version was replaced
  synchronized void notStarted(Pool pool, boolean retired, List<Slot> gone) {
    pool.starting(-1);
    if (retired) {
      retire(pool, gone);
    }
    leave(pool, gone);
  }

  private void leave(Pool pool, List<Slot> gone) {
    pool.function().leave(false);
    pool.function().vacate();
    places.vacate();
    settle(pool, gone);
  }

  /// Ends a wait that took too long.
  ///
  /// @return false when it was decided after all
  synchronized boolean giveUp(Ticket ticket) {
    if (!places.end(ticket)) {
      return false;
    }
    abandon(ticket);
    dropIfUnused(ticket.pool());
    return true;
  }

  private void abandon(Ticket ticket) {
    if (ticket.provisioning()) {
      ticket.pool().provision().coming--;
      provisioned--;
    } else {
      ticket.pool().function().leave(false);
    }
  }

  /// Ends an invocation: its sandbox is for whoever waits for it, or idle, or given up.
  synchronized void release(Slot slot, List<Slot> gone) {
    var pool = slot.pool();
    var provision = pool.provision();
    pool.end(slot);
    pool.function().leave(slot.provisioned());
    if (!slot.provisioned()) {
      pool.function().vacate();
    }
    boolean surplus = slot.provisioned() && provision.ready > provision.wanted;
    if (pool.retired() || surplus || !slot.reusable()) {
      count(slot, -1);
      gone.add(slot);
      places.vacate();
    } else {
      places.offer(slot, gone);
    }
    settle(pool, gone);
  }

  // Provisioned sandboxes.

  /// Takes over what is to be provisioned from now on: by version, and none of what is not named.
  ///
  /// @return for each sandbox that is missing a [Decision.Start] or a [Decision.Wait]; what follows
  ///   a start is [#ready] or [#notReady]
  synchronized List<Decision> provision(Map<FunctionVersion, Integer> wanted, List<Slot> gone) {
    var named = new HashMap<Pool, Integer>();
    wanted.forEach((version, count) -> named.put(pool(version, null), count));
    for (var pool : List.copyOf(pools.values())) {
      want(pool, named.getOrDefault(pool, 0), gone);
      settle(pool, gone);
    }
    var decisions = new ArrayList<Decision>();
    named.keySet().forEach(pool -> provision(pool, decisions, gone));
    return decisions;
  }

  private void want(Pool pool, int count, List<Slot> gone) {
    var provision = pool.provision();
    if (provision.wanted != count) {
      provision.wanted = count;
      provision.failed(null, clock.instant());
    }
    var slot = pool.lastIdle(true);
    while (slot != null && provision.ready > count) {
      giveUpIdle(slot, gone);
      slot = pool.lastIdle(true);
    }
  }

  private void provision(Pool pool, List<Decision> decisions, List<Slot> gone) {
    var provision = pool.provision();
    if (clock.instant().isBefore(provision.notBefore)) {
      return;
    }
    int most = limits.maxSandboxes() - Math.ceilDiv(limits.maxSandboxes(), LEFT_TO_ON_DEMAND);
    while (provision.ready + provision.coming < provision.wanted) {
      if (provisioned >= most) {
        provision.failed(
            "This node provisions " + most + " sandboxes at most.", clock.instant().plus(PAUSE));
        return;
      }
      provision.coming++;
      provisioned++;
      decisions.add(places.take(pool, true, gone));
    }
  }

  /// A provisioned sandbox is initialised.
  synchronized void ready(Slot slot, List<Slot> gone) {
    var pool = slot.pool();
    var provision = pool.provision();
    provision.coming--;
    if (pool.retired() || provision.ready >= provision.wanted) {
      provisioned--;
      gone.add(slot);
      places.vacate();
    } else {
      provisioned--; // counted anew, as one that is there
      count(slot, 1);
      if (provision.ready >= provision.wanted) {
        provision.failed(null, clock.instant());
      }
      places.offer(slot, gone);
    }
    settle(pool, gone);
  }

  /// A sandbox could not be provisioned; another is tried after a pause.
  synchronized void notReady(Pool pool, String reason, List<Slot> gone) {
    pool.provision().coming--;
    pool.provision().failed(reason, clock.instant().plus(PAUSE));
    provisioned--;
    places.vacate();
    settle(pool, gone);
  }

  /// A provisioned sandbox is there, or not any more.
  private void count(Slot slot, int change) {
    if (slot.provisioned()) {
      slot.pool().provision().ready += change;
      slot.pool().function().ready(change);
      provisioned += change;
    }
  }

  /// What is provisioned of a version.
  synchronized Readiness readiness(FunctionVersion version) {
    var pool = pools.get(Pool.Key.of(version, null));
    return pool == null ? Readiness.NONE : pool.provision().seen();
  }

  // All of it.

  /// Takes over what is reserved from now on.
  synchronized void plan(ConcurrencyPlan plan) {
    concurrency.plan(plan);
  }

  /// Gives up what runs `version`: idle sandboxes now, busy ones when their run ends.
  synchronized void retire(FunctionVersion version, List<Slot> gone) {
    var revision = Pool.Key.of(version, null);
    for (var pool : List.copyOf(pools.values())) {
      if (pool.key().runs(revision)) {
        retire(pool, gone);
        settle(pool, gone);
      }
    }
  }

  private void retire(Pool pool, List<Slot> gone) {
    pool.retire();
    pools.remove(pool.key(), pool);
    pool.idle().forEach(slot -> giveUpIdle(slot, gone));
    for (var ticket : places.endAll(pool)) {
      abandon(ticket);
      ticket.decide(new Decision.Retired());
    }
  }

  /// Gives up what has been idle for too long, grew too old or died. Of those provisioned, age
  /// takes one of a pool at a time.
  synchronized void reap(List<Slot> gone) {
    var now = clock.instant();
    var old = now.minus(limits.maxAge());
    for (var pool : List.copyOf(pools.values())) {
      boolean aged = false;
      var unused = now.minus(keepAlive.of(pool.version()));
      for (var slot : pool.idle()) {
        boolean tooOld = slot.born().isBefore(old) && !(slot.provisioned() && aged);
        boolean tooIdle = !slot.provisioned() && slot.lastUsed().isBefore(unused);
        if (tooOld || tooIdle || !slot.reusable()) {
          giveUpIdle(slot, gone);
          aged |= slot.provisioned();
        }
      }
      settle(pool, gone);
    }
  }

  /// Gives up everything; what runs ends as crashed.
  synchronized void close(List<Slot> gone) {
    for (var pool : List.copyOf(pools.values())) {
      gone.addAll(pool.busy());
      retire(pool, gone);
    }
  }

  synchronized List<SandboxView> sandboxes() {
    return pools.values().stream().flatMap(Pool::views).toList();
  }

  /// What is reserved, provisioned or running, by function.
  synchronized List<ConcurrencyView> concurrency() {
    return concurrency.views();
  }

  private Pool pool(FunctionVersion version, @Nullable String tenantId) {
    return pools.computeIfAbsent(
        Pool.Key.of(version, tenantId), key -> new Pool(key, version, concurrency.use(version)));
  }

  private void giveUpIdle(Slot slot, List<Slot> gone) {
    count(slot, -1);
    places.giveUpIdle(slot, gone);
  }

  private void settle(Pool pool, List<Slot> gone) {
    places.settle(gone);
    dropIfUnused(pool);
  }

  private void dropIfUnused(Pool pool) {
    if (pool.unused() && pool.drop()) {
      pools.remove(pool.key(), pool);
      concurrency.drop(pool.function());
    }
  }

  /// Whether nothing runs, waits or is kept, for tests.
  synchronized boolean atRest() {
    return pools.isEmpty()
        && provisioned == 0
        && places.waiting() == 0
        && places.free() == limits.maxSandboxes()
        && concurrency.views().stream().allMatch(view -> view.running() == 0);
  }
}
