package dev.hearth.invocation.async;

import dev.hearth.functions.FunctionReference;
import dev.hearth.invocation.Event;
import dev.hearth.store.WorkQueue;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Where accepted events wait, a lane for each function.
public final class EventQueue {
  /// Largest event. Source: AWS Lambda Developer Guide, "Lambda quotas".
  public static final int LARGEST_EVENT = 1_048_576;

  private final WorkQueue queue;
  private final InstantSource clock;

  public EventQueue(WorkQueue queue, InstantSource clock) {
    this.queue = queue;
    this.clock = clock;
  }

  /// An event that has not ended.
  ///
  /// @param attempts that were begun
  /// @param due when the next attempt is made
  /// @param running whether one is being made
  public record Waiting(
      String requestId,
      String qualifier,
      Instant accepted,
      int attempts,
      Instant due,
      boolean running) {}

  /// Takes an event in; it is durable when this returns.
  public void accept(FunctionReference function, Event event) {
    queue.enqueue(
        function.functionArn(), new AsyncEnvelope(function, event).encode(), clock.instant());
  }

  /// As [#accept], as part of a transaction of the caller's, who calls [#wake] when it is
  /// committed.
  void accept(Handle sql, AsyncEnvelope envelope) {
    queue.enqueue(sql, envelope.function().functionArn(), envelope.encode(), clock.instant());
  }

  void wake() {
    queue.announce();
  }

  /// A function's events that have not ended, in the order in which they become due.
  public List<Waiting> waiting(FunctionReference function, int most) {
    return queue.list(function.functionArn(), most, AsyncEnvelope.HEAD_BYTES).stream()
        .map(EventQueue::waiting)
        .toList();
  }

  private static Waiting waiting(WorkQueue.Waiting work) {
    var envelope = AsyncEnvelope.decode(work.start());
    return new Waiting(
        envelope.event().requestId(),
        envelope.function().qualifier(),
        work.enqueued(),
        work.attempts(),
        work.due(),
        work.leased());
  }

  WorkQueue work() {
    return queue;
  }
}
