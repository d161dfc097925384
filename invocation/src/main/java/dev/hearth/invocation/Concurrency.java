package dev.hearth.invocation;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts the invocations in progress of every account and region against the account's limit.
final class Concurrency {
  private record Scope(AccountId account, Region region) {}

  private final ConcurrentHashMap<Scope, AtomicInteger> running = new ConcurrentHashMap<>();
  private final int limit;

  Concurrency(int limit) {
    this.limit = limit;
  }

  /// Takes one of the account's places; false when all are taken.
  boolean enter(AccountId account, Region region) {
    var count = running.computeIfAbsent(new Scope(account, region), _ -> new AtomicInteger());
    return count.getAndUpdate(n -> n < limit ? n + 1 : n) < limit;
  }

  void leave(AccountId account, Region region) {
    Objects.requireNonNull(running.get(new Scope(account, region))).decrementAndGet();
  }
}
