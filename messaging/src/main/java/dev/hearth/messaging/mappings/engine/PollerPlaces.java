package dev.hearth.messaging.mappings.engine;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The batches of all queues that a node works on at once, beyond the one that every mapping may.
/// It bounds the memory that they take; when there is no place left, a mapping that has more than
/// its share gives places back as it finishes batches.
final class PollerPlaces {
  private final int all;
  private final Map<String, Integer> taken = new HashMap<>();
  private final Set<String> wanting = new HashSet<>();
  private int free;

  PollerPlaces(int all) {
    this.all = all;
    free = all;
  }

  synchronized boolean take(String mapping) {
    if (free == 0) {
      wanting.add(mapping);
      return false;
    }
    free--;
    wanting.remove(mapping);
    taken.merge(mapping, 1, Integer::sum);
    return true;
  }

  synchronized void giveBack(String mapping) {
    free++;
    taken.computeIfPresent(mapping, (_, count) -> count == 1 ? null : count - 1);
  }

  /// Whether another mapping should have one of its places.
  synchronized boolean owes(String mapping) {
    int own = taken.getOrDefault(mapping, 0);
    var others = new HashSet<>(wanting);
    others.remove(mapping);
    if (free > 0 || others.isEmpty()) {
      wanting.clear();
      return false;
    }
    others.addAll(taken.keySet());
    others.add(mapping);
    return own > Math.max(1, all / others.size());
  }
}
