package dev.hearth.invocation;

import dev.hearth.functions.ConcurrencyPlan;
import dev.hearth.functions.FunctionVersion;
import dev.hearth.functions.Readiness;
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
  private final Map<Pool.Key, Pool> pools = new HashMap<>();
  private final Places places;
  private final Concurrency concurrency;
  private final InvocationLimits limits;
  private final InstantSource clock;
  private final KeepAlive keepAlive;
  private final Provisioning provisioning;

  Roster(InvocationLimits limits, InstantSource clock) {
    this.limits = limits;
    this.clock = clock;
    this.keepAlive = new KeepAlive(limits.idle(), limits.maxAge());
    this.concurrency = new Concurrency(limits.concurrencyOf());
    this.places = new Places(limits.maxSandboxes(), this::dropIfUnused);
    this.provisioning = new Provisioning(places, limits, clock);
  }

  // Invocations.

  /// A sandbox for one invocation of `version`, a warm one where there is one: of those that are in
  /// use and take one request more, then of those that are idle, then of those that are being
  /// started for another and will have room.
  ///
  /// What follows a [Decision.Start] is [#started] or [#notStarted]; a [Decision.Use] ends with
  /// [#release], and a [Decision.Wait] may with [#giveUp].
  ///
  /// @param tenantId whose sandboxes alone may serve it; null for a function without tenants
  /// @param concurrency requests that one sandbox takes at once
  synchronized Decision seek(
      FunctionVersion version, @Nullable String tenantId, int concurrency, List<Slot> gone) {
    // Known to retire() before the maker leases the code: see Functions.
    var pool = pool(version, tenantId);
    keepAlive.called(version, clock.instant());
    pool.takes(concurrency);
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
    if (slot != null) {
      return places.use(slot);
    }
    if (pool.joining().size() < pool.joinable()) {
      var ticket = new Ticket(pool, false);
      pool.joining().add(ticket);
      return new Decision.Wait(ticket);
    }
    return places.take(pool, false, gone);
  }

  /// The sandbox to use next; those that died while idle are given up.
  private @Nullable Slot usable(Pool pool, boolean provisioned, List<Slot> gone) {
    var busy = pool.busyWithRoom(provisioned);
    if (busy != null) {
      return busy;
    }
    for (var slot = pool.lastIdle(provisioned); slot != null; slot = pool.lastIdle(provisioned)) {
      if (slot.reusable()) {
        return slot;
      }
      provisioning.giveUpIdle(slot, gone);
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
      slot.hold(1);
      pool.begin(slot);
      join(pool, slot, gone);
      places.share(slot);
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
    join(pool, null, gone);
    settle(pool, gone);
  }

  /// Lets in those who wait for the sandbox that was started; those for whom none is being started
  /// any more get a place of their own, or wait for one.
  private void join(Pool pool, @Nullable Slot started, List<Slot> gone) {
    var joining = pool.joining();
    while (started != null && started.hasRoom() && !joining.isEmpty()) {
      joining.remove().decide(places.use(started));
    }
    while (joining.size() > pool.joinable()) {
      places.take(joining.removeLast(), gone);
    }
  }

  /// Ends a wait that took too long.
  ///
  /// @return false when it was decided after all
  synchronized boolean giveUp(Ticket ticket) {
    if (!places.end(ticket) && !ticket.pool().joining().remove(ticket)) {
      return false;
    }
    abandon(ticket);
    dropIfUnused(ticket.pool());
    return true;
  }

  private void abandon(Ticket ticket) {
    if (ticket.provisioning()) {
      provisioning.notComing(ticket.pool());
    } else {
      ticket.pool().function().leave(false);
    }
  }

  /// Ends an invocation: its sandbox is for whoever waits for it, or idle, or given up. One that
  /// others still use, and that is not to be used again, is drained by that.
  synchronized void release(Slot slot, List<Slot> gone) {
    var pool = slot.pool();
    pool.function().leave(slot.provisioned());
    slot.hold(-1);
    if (slot.load() > 0) {
      if (!pool.retired() && slot.reusable()) {
        places.share(slot);
      }
      return;
    }
    pool.end(slot);
    if (!slot.provisioned()) {
      pool.function().vacate();
    }
    boolean surplus = slot.provisioned() && Provisioning.surplus(pool);
    if (pool.retired() || surplus || !slot.reusable()) {
      provisioning.left(slot);
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
      provisioning.want(pool, named.getOrDefault(pool, 0), gone);
      settle(pool, gone);
    }
    var decisions = new ArrayList<Decision>();
    named.keySet().forEach(pool -> provisioning.ask(pool, decisions, gone));
    return decisions;
  }

  /// A provisioned sandbox is initialised.
  synchronized void ready(Slot slot, List<Slot> gone) {
    provisioning.ready(slot, gone);
    settle(slot.pool(), gone);
  }

  /// A sandbox could not be provisioned; another is tried after a pause.
  synchronized void notReady(Pool pool, String reason, List<Slot> gone) {
    provisioning.failed(pool, reason);
    settle(pool, gone);
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
    pool.idle().forEach(slot -> provisioning.giveUpIdle(slot, gone));
    var waiting = new ArrayList<>(places.endAll(pool));
    waiting.addAll(pool.joining());
    pool.joining().clear();
    for (var ticket : waiting) {
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
          provisioning.giveUpIdle(slot, gone);
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
        && provisioning.none()
        && places.waiting() == 0
        && places.free() == limits.maxSandboxes()
        && concurrency.views().stream().allMatch(view -> view.running() == 0);
  }
}
