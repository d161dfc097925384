package dev.hearth.invocation;

import dev.hearth.functions.FunctionVersion;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The sandboxes of one revision of one function version. The most recently used one serves next,
/// so that those that are not needed grow old and are reaped.
final class Pool {
  private final FunctionVersion version;
  private final Deque<Slot> idle = new ArrayDeque<>();
  private final Set<Slot> busy = new HashSet<>();
  private boolean retired;

  Pool(FunctionVersion version) {
    this.version = version;
  }

  FunctionVersion version() {
    return version;
  }

  /// A warm sandbox, or null where none is idle.
  synchronized @Nullable Slot take() {
    for (var slot = idle.pollLast(); slot != null; slot = idle.pollLast()) {
      if (slot.reusable()) {
        busy.add(slot);
        return slot;
      }
      slot.close(); // it died while idle
    }
    return null;
  }

  /// Adds a new sandbox, in use. False when the pool was retired meanwhile.
  synchronized boolean add(Slot slot) {
    if (retired) {
      return false;
    }
    return busy.add(slot);
  }

  /// Takes back a sandbox. False when it must be closed instead of kept.
  synchronized boolean giveBack(Slot slot) {
    busy.remove(slot);
    if (retired || !slot.reusable()) {
      return false;
    }
    idle.addLast(slot);
    return true;
  }

  /// Removes the idle sandboxes that were not used since `before`; dead ones too.
  synchronized List<Slot> removeIdle(Instant usedBefore, Instant bornBefore) {
    var removed = new ArrayList<Slot>();
    idle.removeIf(
        slot -> {
          var old =
              slot.lastUsed().isBefore(usedBefore)
                  || slot.born().isBefore(bornBefore)
                  || !slot.reusable();
          return old && removed.add(slot);
        });
    return removed;
  }

  /// When the oldest idle sandbox was last used, or null.
  synchronized @Nullable Instant oldestIdle() {
    var oldest = idle.peekFirst();
    return oldest == null ? null : oldest.lastUsed();
  }

  synchronized @Nullable Slot removeOldest() {
    return idle.pollFirst();
  }

  /// No sandbox leaves this pool again; answers those that were idle, for the caller to close.
  synchronized List<Slot> retire() {
    retired = true;
    var removed = List.copyOf(idle);
    idle.clear();
    return removed;
  }

  synchronized boolean isEmpty() {
    return idle.isEmpty() && busy.isEmpty();
  }

  synchronized List<Slot> idle() {
    return List.copyOf(idle);
  }

  synchronized List<Slot> busy() {
    return List.copyOf(busy);
  }
}
