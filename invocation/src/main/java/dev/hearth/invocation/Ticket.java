package dev.hearth.invocation;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A wait for room on a full node.
final class Ticket {
  private final Pool pool;
  private final boolean provisioning;
  private final CompletableFuture<Decision> decision = new CompletableFuture<>();

  /// @param provisioning whether the room is for a sandbox to be provisioned; else for an
  ///   invocation
  Ticket(Pool pool, boolean provisioning) {
    this.pool = pool;
    this.provisioning = provisioning;
  }

  Pool pool() {
    return pool;
  }

  boolean provisioning() {
    return provisioning;
  }

  void decide(Decision made) {
    decision.complete(made);
  }

  /// What was decided, or nothing so far.
  Optional<Decision> decided() {
    return Optional.ofNullable(decision.getNow(null));
  }

  /// Waits for the decision.
  ///
  /// @return nothing when `patience` ended first, or the thread was interrupted
  Optional<Decision> await(Duration patience) {
    try {
      return Optional.of(decision.get(patience.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException _) {
      return Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new AssertionError("a decision is never an exception", e);
    }
  }
}
