package dev.hearth.invocation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who waits for room on a full node.
///
/// What is to be provisioned comes first, for it was promised. Of the functions, that which holds
/// the fewest places is next, and of equals the one that got its last place longest ago: however
/// many calls of one function wait, another's first call waits for one sandbox to come free, not
/// for their queue.
///
/// Not safe for use by several threads: [Roster] guards it.
final class Waiting {
  private static final Comparator<Ticket> ORDER =
      Comparator.<Ticket>comparingInt(ticket -> ticket.pool().function().held())
          .thenComparingLong(ticket -> ticket.pool().function().turn());

  private final Deque<Ticket> provisioning = new ArrayDeque<>();
  private final Map<Concurrency.Function, Deque<Ticket>> invocations = new HashMap<>();

  void add(Ticket ticket) {
    queue(ticket).addLast(ticket);
  }

  private Deque<Ticket> queue(Ticket ticket) {
    return ticket.provisioning()
        ? provisioning
        : invocations.computeIfAbsent(ticket.pool().function(), _ -> new ArrayDeque<>());
  }

  /// Whose turn it is, or null when nobody waits.
  @Nullable Ticket next() {
    if (!provisioning.isEmpty()) {
      return provisioning.peekFirst();
    }
    Ticket next = null;
    for (var queue : invocations.values()) {
      var first = queue.getFirst();
      if (next == null || ORDER.compare(first, next) < 0) {
        next = first;
      }
    }
    return next;
  }

  /// The first of those who could use a sandbox of this pool, or null.
  @Nullable Ticket first(Pool pool) {
    for (var ticket : invocations.getOrDefault(pool.function(), new ArrayDeque<>())) {
      if (ticket.pool() == pool) {
        return ticket;
      }
    }
    return null;
  }

  /// Ends a wait; false when it had ended.
  boolean remove(Ticket ticket) {
    var queue = queue(ticket);
    boolean removed = queue.remove(ticket);
    if (queue.isEmpty() && !ticket.provisioning()) {
      invocations.remove(ticket.pool().function());
    }
    return removed;
  }

  /// Ends the waits for a pool.
  List<Ticket> removeAll(Pool pool) {
    var removed = new ArrayList<Ticket>();
    provisioning.removeIf(ticket -> ticket.pool() == pool && removed.add(ticket));
    var queue = invocations.getOrDefault(pool.function(), new ArrayDeque<>());
    queue.removeIf(ticket -> ticket.pool() == pool && removed.add(ticket));
    if (queue.isEmpty()) {
      invocations.remove(pool.function());
    }
    return removed;
  }

  int size() {
    return provisioning.size() + invocations.values().stream().mapToInt(Deque::size).sum();
  }
}
