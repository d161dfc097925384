package dev.hearth.invocation;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// The node's provisioned sandboxes: how many are wanted of each pool, are on their way and are
/// there. Guarded by the [Roster]'s lock, which calls it.
final class Provisioning {
  /// The part of the node that is left to what is not provisioned: a quarter.
  private static final int LEFT_TO_ON_DEMAND = 4;

  /// After a sandbox could not be provisioned.
  private static final Duration PAUSE = Duration.ofSeconds(30);

  private final Places places;
  private final InvocationLimits limits;
  private final InstantSource clock;

  /// Those that are there and those on their way.
  private int total;

  Provisioning(Places places, InvocationLimits limits, InstantSource clock) {
    this.places = places;
    this.limits = limits;
    this.clock = clock;
  }

  /// From now on `count` are wanted of the pool; what is idle beyond them is given up.
  void want(Pool pool, int count, List<Slot> gone) {
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

  /// Asks for what the pool lacks; for each sandbox a [Decision.Start] or a [Decision.Wait] is
  /// added to `decisions`.
  void ask(Pool pool, List<Decision> decisions, List<Slot> gone) {
    var provision = pool.provision();
    if (clock.instant().isBefore(provision.notBefore)) {
      return;
    }
    int most = limits.maxSandboxes() - Math.ceilDiv(limits.maxSandboxes(), LEFT_TO_ON_DEMAND);
    while (provision.ready + provision.coming < provision.wanted) {
      if (total >= most) {
        provision.failed(
            "This node provisions " + most + " sandboxes at most.", clock.instant().plus(PAUSE));
        return;
      }
      provision.coming++;
      total++;
      decisions.add(places.take(pool, true, gone));
    }
  }

  /// One that was on its way is initialised.
  void ready(Slot slot, List<Slot> gone) {
    var pool = slot.pool();
    var provision = pool.provision();
    notComing(pool);
    if (pool.retired() || provision.ready >= provision.wanted) {
      gone.add(slot);
      places.vacate();
    } else {
      count(slot, 1);
      if (provision.ready >= provision.wanted) {
        provision.failed(null, clock.instant());
      }
      places.offer(slot, gone);
    }
  }

  /// One that was on its way could not be made; another is tried after a pause.
  void failed(Pool pool, String reason) {
    notComing(pool);
    pool.provision().failed(reason, clock.instant().plus(PAUSE));
    places.vacate();
  }

  /// One that was on its way is waited for no longer.
  void notComing(Pool pool) {
    pool.provision().coming--;
    total--;
  }

  /// A sandbox is there, or not any more; of no concern where it is not provisioned.
  private void count(Slot slot, int change) {
    if (slot.provisioned()) {
      slot.pool().provision().ready += change;
      slot.pool().function().ready(change);
      total += change;
    }
  }

  /// A sandbox is not there any more, whether provisioned or not.
  void left(Slot slot) {
    count(slot, -1);
  }

  /// Gives up an idle sandbox, whether provisioned or not.
  void giveUpIdle(Slot slot, List<Slot> gone) {
    left(slot);
    places.giveUpIdle(slot, gone);
  }

  /// Whether the pool has more than are wanted of it.
  static boolean surplus(Pool pool) {
    return pool.provision().ready > pool.provision().wanted;
  }

  /// Whether nothing is provisioned.
  boolean none() {
    return total == 0;
  }
}
