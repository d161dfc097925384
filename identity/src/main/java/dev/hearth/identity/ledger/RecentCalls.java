package dev.hearth.identity.ledger;

import dev.hearth.kernel.AccountId;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// The last calls that were allowed, to be explained when somebody asks.
public final class RecentCalls {
  /// A power of two. Each holds a request's circumstances, about a kibibyte.
  private static final int MOST = 2_048;

  /// A call and what it was allowed.
  public record Allowed(Call call, List<Access.Need> needs) {}

  private record Entry(Call call, Access.Need need) {}

  private final AtomicReferenceArray<Entry> entries = new AtomicReferenceArray<>(MOST);
  private final AtomicLong next = new AtomicLong();

  RecentCalls() {}

  void add(Access.Need need, Call call) {
    int place = (int) (next.getAndIncrement() & (MOST - 1));
    entries.setRelease(place, new Entry(call, need));
  }

  Optional<Allowed> find(AccountId account, String requestId) {
    Call found = null;
    var needs = new ArrayList<Access.Need>();
    for (int i = 0; i < MOST; i++) {
      var entry = entries.getAcquire(i);
      if (entry != null
          && entry.call().requestId().equals(requestId)
          && entry.call().account().equals(account)) {
        found = entry.call();
        needs.add(entry.need());
      }
    }
    return found == null ? Optional.empty() : Optional.of(new Allowed(found, needs));
  }
}
