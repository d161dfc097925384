package dev.hearth.invocation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/// What is worked out on another thread while this one does something else.
final class Meanwhile<T> {
  private final CompletableFuture<T> outcome;

  /// Begins.
  Meanwhile(Supplier<T> work) {
    outcome =
        CompletableFuture.supplyAsync(
            work, task -> Thread.ofVirtual().name("meanwhile").start(task));
  }

  /// Waits for the outcome, which throws what `work` threw.
  T join() {
    try {
      return outcome.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
