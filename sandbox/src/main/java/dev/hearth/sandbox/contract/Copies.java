package dev.hearth.sandbox.contract;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Where a template, which asks for it over and over, is told to make a copy of itself: one at a
/// time.
public final class Copies {
  private final SynchronousQueue<CompletableFuture<Made>> wanted = new SynchronousQueue<>(true);
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile @Nullable CompletableFuture<Made> underway;

  /// A process that waits for its sandbox to be arranged, as the template says.
  ///
  /// @param process its number in the template's namespace for processes
  /// @param output its descriptor of the pipe that it will write to, for reading
  /// @param exit its descriptor of the pipe that it will tell its exit status by, for reading
  public record Made(int process, int output, int exit) {}

  Copies() {}

  /// Has the template make a copy.
  ///
  /// @throws IOException when it could not, or has ended
  public Made order(Duration limit) throws IOException {
    var order = new CompletableFuture<Made>();
    var over = ended.thenRun(() -> order.completeExceptionally(new IOException("it has ended")));
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      while (!wanted.offer(order, 50, TimeUnit.MILLISECONDS)) {
        if (order.isDone() || System.nanoTime() > deadline) {
          throw new IOException("the template does not answer");
        }
      }
      return order.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      var cause = e.getCause() == null ? e : e.getCause();
      throw new IOException("the template makes no copy: " + cause.getMessage(), e);
    } catch (TimeoutException e) {
      throw new IOException("the template does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      over.cancel(false);
    }
  }

  /// Whether no copy will be made any more.
  public boolean over() {
    return ended.isDone();
  }

  /// The template waits for an order.
  void await() throws Refusal, InterruptedException {
    var before = underway;
    if (before != null) {
      before.completeExceptionally(new IOException("it asks for another order"));
    }
    var order = wanted.poll(1, TimeUnit.SECONDS);
    while (order == null) {
      if (over()) {
        throw Refusal.noSuchCall();
      }
      order = wanted.poll(1, TimeUnit.SECONDS);
    }
    underway = order;
  }

  /// The template has made what was ordered.
  ///
  /// @param why null where it has; else why not
  void made(@Nullable Made made, @Nullable String why) throws Refusal {
    var order = underway;
    underway = null;
    if (order == null) {
      throw Refusal.noSuchCall();
    }
    if (made == null) {
      order.completeExceptionally(new IOException(String.valueOf(why)));
    } else {
      order.complete(made);
    }
  }

  /// The template has ended, or its connection has.
  void end() {
    ended.complete(null);
  }
}
