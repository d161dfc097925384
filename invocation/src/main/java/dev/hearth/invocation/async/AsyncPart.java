package dev.hearth.invocation.async;

import dev.hearth.functions.AsyncSettings;
import dev.hearth.functions.Functions;
import dev.hearth.invocation.DurableFunctions;
import dev.hearth.invocation.ledger.Ledger;
import dev.hearth.invocation.ledger.Retention;
import dev.hearth.store.Database;
import dev.hearth.store.WorkQueue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/// Asynchronous invocation, put together.
public final class AsyncPart {
  private final AsyncInvocations invocations;
  private final EventHistory history;
  private final Ledger ledger;
  private final EventIntake intake;
  private final InstantSource clock;

  /// @param database opened with [WorkQueue#SCHEMA] and [Ledger#SCHEMA]
  /// @param destinations functions are added to them
  /// @param requestIds UUIDs
  public AsyncPart(
      Database database,
      Destinations destinations,
      AsyncSettings.Source settings,
      Functions functions,
      EventRunner runner,
      DurableFunctions durable,
      Supplier<String> requestIds,
      InstantSource clock) {
    this.clock = clock;
    ledger = new Ledger(database, Retention.DEFAULT);
    var events = new EventQueue(new WorkQueue(database, "async-invocations", clock), clock);
    intake = new EventIntake(functions, events, durable);
    destinations.serve("lambda", new LambdaDestination(intake));
    var deliveries =
        new Deliveries(
            new WorkQueue(database, "event-deliveries", clock), ledger, destinations, clock);
    invocations =
        new AsyncInvocations(events, ledger, deliveries, settings, functions, runner, clock);
    history = new EventHistory(database, events, ledger, requestIds);
  }

  /// For those who send events to functions of any kind.
  public EventIntake intake() {
    return intake;
  }

  /// For those who take events of ordinary functions in.
  public AsyncInvocations invocations() {
    return invocations;
  }

  /// For those who ask what became of them.
  public EventHistory history() {
    return history;
  }

  /// Begins to run what was accepted, now and before the last stop.
  ///
  /// @param alone whether no other process uses the database
  public void start(boolean alone) {
    invocations.start(alone);
  }

  /// Keeps what is running from being handed out again; to be called well within a minute.
  public void extendLeases() {
    invocations.extendLeases();
  }

  /// Deletes what the ledger need not keep any longer; to be called every few minutes.
  public void sweep() {
    ledger.sweep(clock.instant());
  }

  /// Starts nothing more; what runs may end within `patience`, and the rest comes back at the next
  /// start.
  public void close(Duration patience) {
    invocations.close(patience);
  }
}
