package dev.hearth.workflows.execution;

import dev.hearth.functions.FunctionVersion;
import dev.hearth.functions.Functions;
import dev.hearth.invocation.Answer;
import dev.hearth.invocation.DurableFunctions;
import dev.hearth.invocation.Event;
import dev.hearth.invocation.async.Destinations;
import dev.hearth.invocation.async.EventRunner;
import dev.hearth.invocation.async.ExecutionRole;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.ServiceException;
import dev.hearth.store.Database;
import dev.hearth.store.QueueWorker;
import dev.hearth.store.Schema;
import dev.hearth.store.WorkQueue;
import dev.hearth.store.WorkQueue.Lease;
import dev.hearth.workflows.execution.Executions.Start;
import dev.hearth.workflows.execution.Wakes.Wake;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.ExecutionStatus;

/// Durable executions at work: begins them for those who invoke durable functions, and does what
/// falls due for them.
public final class DurableExecutions implements DurableFunctions, AutoCloseable {
  /// The tables that the database must have, beside those of [WorkQueue].
  public static final Schema SCHEMA = new Schema("workflows");

  /// Source: "Invoking durable Lambda functions": a synchronous invocation waits this long.
  private static final long LONGEST_WAIT_SECONDS = 15 * 60;

  private static final int MAX_AT_ONCE = 100;
  private static final Duration NEXT_TRY = Duration.ofSeconds(2);

  private final Executions executions;
  private final Checkpoints checkpoints;
  private final WorkQueue queue;
  private final QueueWorker worker;
  private final ExecutionRunner runner;
  private final ChainedInvocations chained;
  private final DeadLetters deadLetters;
  private final InstantSource clock;

  /// @param destinations that dead letters go to
  /// @param requestIds UUIDs
  public DurableExecutions(
      Database database,
      Functions functions,
      EventRunner eventRunner,
      ExecutionRole roles,
      Destinations destinations,
      Supplier<String> requestIds,
      InstantSource clock,
      SecureRandom random) {
    this(
        database,
        new WorkQueue(database, Wakes.QUEUE, clock),
        functions,
        eventRunner,
        roles,
        destinations,
        requestIds,
        clock,
        random);
  }

  /// @param queue of the same database
  DurableExecutions(
      Database database,
      WorkQueue queue,
      Functions functions,
      EventRunner eventRunner,
      ExecutionRole roles,
      Destinations destinations,
      Supplier<String> requestIds,
      InstantSource clock,
      SecureRandom random) {
    this.queue = queue;
    this.clock = clock;
    executions = new Executions(database, queue, clock, random);
    checkpoints = new Checkpoints(executions, random);
    runner = new ExecutionRunner(executions, queue, eventRunner, requestIds, clock);
    chained = new ChainedInvocations(executions, functions, eventRunner, roles, requestIds);
    deadLetters = new DeadLetters(executions, queue, functions, destinations, clock);
    worker = new QueueWorker(queue, "durable-execution", MAX_AT_ONCE, this::work);
  }

  /// For the operations.
  public Executions executions() {
    return executions;
  }

  /// For the operations that functions call.
  public Checkpoints checkpoints() {
    return checkpoints;
  }

  /// Goes on with the executions that are open.
  ///
  /// @param alone whether no other process uses the database
  public void start(boolean alone) {
    worker.start(alone);
  }

  /// To be called well within a minute.
  public void extendLeases() {
    worker.extendLeases();
  }

  @Override
  public Started start(FunctionVersion version, @Nullable String name, Event event, boolean wait) {
    if (version.settings().durable() == null) {
      throw new IllegalArgumentException("no durable function: " + version);
    }
    var execution =
        executions.start(
            new Start(
                version, name, event.payload(), event.traceId(), event.tenantId(), null, !wait));
    var arn = execution.arn().toString();
    return new Started(arn, wait ? answer(execution) : null);
  }

  private Answer answer(StoredExecution started) {
    long limit = Math.min(LONGEST_WAIT_SECONDS, started.durable().executionTimeoutSeconds());
    StoredExecution execution;
    try {
      execution = executions.await(started, limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServiceException("ServiceException", 503, "Hearth is stopping.", e);
    }
    var outcome = execution.outcome();
    var version = execution.arn().version();
    if (outcome.status() == ExecutionStatus.SUCCEEDED) {
      var result = Objects.requireNonNullElse(outcome.result(), "null");
      return new Answer(Payload.of(result), null, version, Payload.EMPTY);
    }
    var error =
        execution.open()
            ? Errors.of(
                "Sandbox.Timedout",
                "The durable execution did not end within " + limit + " seconds.")
            : outcome.error();
    return new Answer(Envelope.document(error), "Unhandled", version, Payload.EMPTY);
  }

  private void work(Lease lease) {
    var wake = Wake.decode(lease.payload());
    if (wake.deadLetter()) {
      deadLetters.send(lease, wake.execution());
      return;
    }
    if (wake.chained() == null) {
      runner.run(lease, wake.execution());
      return;
    }
    try {
      chained.run(wake.execution(), wake.chained());
      queue.complete(lease);
    } catch (ServiceException e) {
      queue.defer(lease, clock.instant().plus(NEXT_TRY.multipliedBy(lease.deliveries())));
    }
  }

  /// Does what is due now on this thread.
  ///
  /// @return how many pieces of work that were
  int runDue(int most) {
    var leases = queue.lease(most, Duration.ofMinutes(1), Duration.ZERO);
    leases.forEach(this::work);
    return leases.size();
  }

  /// Begins nothing more; an invocation in progress may end within `patience`, and is repeated at
  /// the next start where it does not.
  public void close(Duration patience) {
    worker.close(patience);
  }

  @Override
  public void close() {
    worker.close();
  }
}
