package dev.hearth.invocation.async;

import dev.hearth.functions.AsyncSettings;
import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.Functions;
import dev.hearth.invocation.Event;
import dev.hearth.invocation.Lineage;
import dev.hearth.invocation.ledger.Ledger;
import dev.hearth.kernel.ServiceException;
import dev.hearth.store.QueueWorker;
import dev.hearth.store.WorkQueue.Lease;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;

/// Runs the events that were accepted with 202, until each has come to its one end.
///
/// A crash repeats what had not ended and loses nothing: an event leaves its queue only in the
/// transaction that enters its end in the [Ledger].
public final class AsyncInvocations implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(AsyncInvocations.class.getName());

  /// Bounds the memory that events take: they are a megabyte at most, and their answers six.
  private static final int MOST_AT_ONCE = 100;

  private final EventQueue events;
  private final AsyncSettings.Source settings;
  private final EventRunner runner;
  private final InstantSource clock;
  private final Deliveries deliveries;
  private final Endings endings;
  private final QueueWorker worker;
  private volatile boolean closing;

  /// The queues and the ledger are of one database.
  ///
  /// @param functions tells the roles and dead-letter targets of versions
  public AsyncInvocations(
      EventQueue events,
      Ledger ledger,
      Deliveries deliveries,
      AsyncSettings.Source settings,
      Functions functions,
      EventRunner runner,
      InstantSource clock) {
    this.events = events;
    this.deliveries = deliveries;
    this.settings = settings;
    this.runner = runner;
    this.clock = clock;
    endings = new Endings(events, ledger, deliveries, functions);
    worker = new QueueWorker(events.work(), "async-run", MOST_AT_ONCE, this::run);
  }

  /// Takes an event in; it is durable when this returns.
  public void accept(FunctionReference function, Event event) {
    events.accept(function, event);
  }

  /// Begins to run what was accepted, now and before the last stop.
  ///
  /// @param alone whether no other process uses the queues' database
  public void start(boolean alone) {
    worker.start(alone);
    deliveries.worker().start(alone);
  }

  /// Runs and delivers what is due now, on this thread.
  ///
  /// @return how much that was
  int runDue() {
    return worker.runDue() + deliveries.worker().runDue();
  }

  private void run(Lease lease) {
    var envelope = AsyncEnvelope.decode(lease.payload());
    var function = envelope.function();
    AsyncSettings configured;
    try {
      configured = settings.of(function);
    } catch (ServiceException _) { // the store is down: that was no attempt
      events.work().defer(lease, clock.instant().plus(RetryPolicy.deferral(lease)));
      return;
    }
    boolean looping = Lineage.isLoop(envelope.event().traceId(), function.functionArn());
    var step = RetryPolicy.begin(lease, configured, looping, clock.instant());
    if (step instanceof Step.Run) {
      step = attempt(lease, envelope, configured);
      if (closing && !step.isSuccess()) {
        return; // it may be us who cut it off: the next start makes the attempt again
      }
    }
    switch (step) {
      case Step.Retry(var at) -> events.work().retry(lease, at);
      case Step.Defer(var at) -> events.work().defer(lease, at);
      case Step.End end -> endings.end(lease, envelope, configured, end, clock.instant());
      case Step.Run() -> throw new IllegalStateException("it ran already");
    }
  }

  private Step attempt(Lease lease, AsyncEnvelope envelope, AsyncSettings configured) {
    var function = envelope.function();
    var traceId = Lineage.entered(envelope.event().traceId(), function.functionArn());
    var event = envelope.renamed(envelope.event().requestId(), traceId).event();
    try {
      var answer = runner.run(function, event);
      return RetryPolicy.afterRun(lease, configured, answer, clock.instant());
    } catch (ServiceException e) {
      return RetryPolicy.afterRefusal(lease, configured, e, clock.instant());
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "An event of " + function.arn() + " could not be run", e);
      var failure = new ServiceException("ServiceException", 500, "It could not be run", e);
      return RetryPolicy.afterRefusal(lease, configured, failure, clock.instant());
    }
  }

  /// Keeps what is running from being handed out again; to be called well within a minute.
  public void extendLeases() {
    worker.extendLeases();
    deliveries.worker().extendLeases();
  }

  /// Starts nothing more; what runs may end within `patience`, and the rest comes back at the next
  /// start.
  public void close(Duration patience) {
    closing = true;
    worker.close(patience);
    deliveries.worker().close(patience);
  }

  @Override
  public void close() {
    close(Duration.ZERO);
  }
}
