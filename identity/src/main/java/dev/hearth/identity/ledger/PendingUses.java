package dev.hearth.identity.ledger;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Uses that are not stored yet, counted together where they are the same.
final class PendingUses {
  /// Of one action on one resource.
  record Key(String account, String principal, String action, String resource) {}

  /// What has been counted of a key.
  record Counts(
      String region,
      long allowed,
      long denied,
      Instant last,
      Instant lastAllowed,
      boolean lastDenied) {}

  private final int most;
  private final ConcurrentHashMap<Key, Counter> counters = new ConcurrentHashMap<>();
  private final LongAdder lost = new LongAdder();

  /// @param most keys at a time; what comes beyond is not counted
  PendingUses(int most) {
    this.most = most;
  }

  void add(Key key, String region, Instant time, boolean allowed) {
    boolean added = false;
    while (!added) {
      var counter = counters.get(key);
      if (counter == null) {
        if (counters.size() >= most) {
          lost.increment();
          return;
        }
        counter = counters.computeIfAbsent(key, _ -> new Counter());
      }
      added = counter.add(region, time, allowed ? 1 : 0, allowed ? 0 : 1);
    }
  }

  /// Takes everything out.
  Map<Key, Counts> drain() {
    var drained = new HashMap<Key, Counts>();
    for (var entry : counters.entrySet()) {
      // In this order: whoever finds the counter closed finds it gone as well, or soon.
      drained.put(entry.getKey(), entry.getValue().close());
      counters.remove(entry.getKey(), entry.getValue());
    }
    return drained;
  }

  /// Puts back what could not be stored.
  void restore(Map<Key, Counts> drained) {
    drained.forEach(
        (key, counts) -> {
          boolean added = false;
          while (!added && counters.size() < most) {
            added =
                counters
                    .computeIfAbsent(key, _ -> new Counter())
                    .add(counts.region(), counts.last(), counts.allowed(), counts.denied());
          }
        });
  }

  /// How many could not be counted since this was asked last.
  long lost() {
    return lost.sumThenReset();
  }

  /// The counts of one key, until they are taken out.
  private static final class Counter {
    private String region = "";
    private long allowed;
    private long denied;
    private Instant last = Instant.EPOCH;
    private Instant lastAllowed = Instant.EPOCH;
    private boolean lastDenied;
    private boolean closed;

    /// False where the counter was taken out already.
    synchronized boolean add(String where, Instant time, long more, long refused) {
      if (closed) {
        Thread.onSpinWait();
        return false;
      }
      allowed += more;
      denied += refused;
      if (more > 0 && time.isAfter(lastAllowed)) {
        lastAllowed = time;
      }
      if (!time.isBefore(last)) {
        last = time;
        region = where;
        lastDenied = refused > 0;
      }
      return true;
    }

    synchronized Counts close() {
      closed = true;
      return new Counts(region, allowed, denied, last, lastAllowed, lastDenied);
    }
  }
}
