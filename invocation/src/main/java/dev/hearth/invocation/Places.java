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
    await(ticket);
    return new Decision.Wait(ticket);
  }

  /// As above, for an invocation that has a ticket.
  void take(Ticket ticket, List<Slot> gone) {
    if (makeRoom(gone)) {
      ticket.decide(start(ticket.pool(), false));
    } else {
      await(ticket);
    }
  }

  private void await(Ticket ticket) {
    waiting.add(ticket);
    ticket.pool().waiting(1);
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

  /// Uses a sandbox that is idle, or that has room beside those who use it.
  Decision.Use use(Slot slot) {
    if (slot.load() == 0) {
      slot.pool().wake(slot);
      idle.remove(slot);
    }
    return occupy(slot);
  }

  /// A place is held once, however many invocations are in its sandbox.
  private Decision.Use occupy(Slot slot) {
    slot.hold(1);
    if (slot.load() == 1) {
      slot.pool().begin(slot);
      if (!slot.provisioned()) {
        slot.pool().function().hold(++turns);
      }
    }
    return new Decision.Use(slot);
  }

  /// Gives what room a busy sandbox has to those who wait for one like it.
  void share(Slot slot) {
    var own = waiting.first(slot.pool());
    while (own != null && slot.hasRoom()) {
      give(slot, own);
      own = waiting.first(slot.pool());
    }
  }

  private void give(Slot slot, Ticket ticket) {
    end(ticket);
    if (slot.provisioned()) {
      slot.pool().function().becomeProvisioned();
    }
    ticket.decide(occupy(slot));
  }

  /// Hands a sandbox that nobody uses to whoever waits for one like it, lets it rest, or gives it
  /// up where another needs its place.
  void offer(Slot slot, List<Slot> gone) {
    var pool = slot.pool();
    var own = waiting.first(pool);
    var next = waiting.next();
    if (own != null && (slot.provisioned() || own == next || mayKeep(pool, next))) {
      give(slot, own);
      share(slot);
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
