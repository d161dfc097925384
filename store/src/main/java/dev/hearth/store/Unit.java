package dev.hearth.store;

import dev.hearth.store.Database.Work;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// One caller's work on its way through a [Mailbox]: first run, later acknowledged.
///
/// The two steps are apart because a result must not reach the caller before the commit that makes
/// it durable.
final class Unit<T extends @Nullable Object> {
  private final Work<T> work;
  private final CompletableFuture<T> answer = new CompletableFuture<>();
  private @Nullable Runnable outcome;

  Unit(Work<T> work) {
    this.work = work;
  }

  /// Runs the work and keeps its outcome.
  ///
  /// @return what it threw, or null when it succeeded
  @Nullable Throwable run(Handle sql) {
    try {
      var result = work.run(sql);
      outcome = () -> answer.complete(result);
      return null;
    } catch (Throwable t) { // errors too: they are the caller's, the database's thread lives on
      outcome = () -> answer.completeExceptionally(t);
      return t;
    }
  }

  /// Gives the caller what [#run] kept.
  void acknowledge() {
    if (outcome == null) {
      throw new IllegalStateException("acknowledged before it ran");
    }
    outcome.run();
  }

  /// Gives the caller `failure`, whatever [#run] kept.
  void fail(Throwable failure) {
    answer.completeExceptionally(failure);
  }

  /// Waits for the answer. It cannot be interrupted: the caller would not know what became of it.
  T await() {
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw Failures.rethrow(e.getCause() == null ? e : e.getCause());
    }
  }
}
