package dev.hearth.invocation;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The places for sandboxes on this node, who waits for one, and which sandboxes only rest in
/// theirs.
///
/// A sandbox takes a place from before it is started until it is given up. A full node makes room
/// by giving up whichever idle sandbox was used longest ago, never one that is provisioned; so
/// while somebody waits, no other is idle.
///
/// Not safe for use by several threads: [Roster] guards it. For `gone` see there.
final class Places {
  // Whoever was used longest ago comes first.
  private final Set<Slot> idle = new LinkedHashSet<>();
  private final Waiting waiting = new Waiting();
  private final Consumer<Pool> shrunk;
  private int free;
  private long turns;

  /// @param count how many there are
  /// @param shrunk hears of each pool that lost a sandbox to make room for another's
  Places(int count, Consumer<Pool> shrunk) {
    this.free = count;
    this.shrunk = shrunk;
  }

  int free() {
    return free;
  }

  /// Takes a place for a sandbox to be started, or a ticket.
  ///
  /// @param provisioning whether the sandbox is to be provisioned; else it is for an invocation
  Decision take(Pool pool, boolean provisioning, List<Slot> gone) {
    if (makeRoom(gone)) {
      return start(pool, provisioning);
    }
    var ticket = new Ticket(pool, provisioning);
    waiting.add(ticket);
    pool.waiting(1);
    return new Decision.Wait(ticket);
  }

  private Decision.Start start(Pool pool, boolean provisioning) {
    if (!provisioning) {
      pool.starting(1);
      pool.function().hold(++turns);
    }
    return new Decision.Start(pool);
  }

  private boolean makeRoom(List<Slot> gone) {
    if (free == 0 && !idle.isEmpty()) {
      var oldest = idle.iterator().next();
      giveUpIdle(oldest, gone);
      shrunk.accept(oldest.pool());
    }
    if (free == 0) {
      return false;
    }
    free--;
    return true;
  }

  /// Gives a place back.
  void vacate() {
    free++;
  }

  /// Uses an idle sandbox.
  Decision.Use use(Slot slot) {
    slot.pool().wake(slot);
    idle.remove(slot);
    return occupy(slot);
  }

  private Decision.Use occupy(Slot slot) {
    slot.pool().begin(slot);
    if (!slot.provisioned()) {
      slot.pool().function().hold(++turns);
    }
    return new Decision.Use(slot);
  }

  /// Hands a sandbox that nobody uses to whoever waits for one like it, lets it rest, or gives it
  /// up where another needs its place.
  void offer(Slot slot, List<Slot> gone) {
    var pool = slot.pool();
    var own = waiting.first(pool);
    var next = waiting.next();
    if (own != null && (slot.provisioned() || own == next || mayKeep(pool, next))) {
      end(own);
      if (slot.provisioned()) {
        pool.function().becomeProvisioned();
      }
      own.decide(occupy(slot));
    } else if (slot.provisioned()) {
      pool.rest(slot);
    } else if (next == null) {
      pool.rest(slot);
      idle.add(slot);
    } else {
      gone.add(slot);
      vacate();
    }
  }

  /// Whether a function that gave a place back may have it again though another has waited longer:
  /// where both hold equally many, passing it on costs a cold start and makes nothing fairer.
  private static boolean mayKeep(Pool pool, @Nullable Ticket next) {
    return next != null
        && !next.provisioning()
        && next.pool().function() != pool.function()
        && pool.function().held() > 0
        && pool.function().held() <= next.pool().function().held();
  }

  /// Gives up a sandbox that is idle.
  void giveUpIdle(Slot slot, List<Slot> gone) {
    slot.pool().wake(slot);
    idle.remove(slot);
    gone.add(slot);
    vacate();
  }

  /// Gives what room there is to those who wait.
  void settle(List<Slot> gone) {
    for (var next = waiting.next(); next != null && makeRoom(gone); next = waiting.next()) {
      end(next);
      next.decide(start(next.pool(), next.provisioning()));
    }
  }

  /// Ends a wait; false when it had ended.
  boolean end(Ticket ticket) {
    boolean waited = waiting.remove(ticket);
    ticket.pool().waiting(waited ? -1 : 0);
    return waited;
  }

  /// Ends all waits for a pool.
  List<Ticket> endAll(Pool pool) {
    var ended = waiting.removeAll(pool);
    pool.waiting(-ended.size());
    return ended;
  }

  /// How many wait.
  int waiting() {
    return waiting.size();
  }
}
