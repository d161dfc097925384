package dev.hearth.workflows.execution;

import dev.hearth.workflows.execution.StoredExecution.Counters;
import dev.hearth.workflows.execution.StoredExecution.LastCheckpoint;
import dev.hearth.workflows.execution.StoredExecution.Outcome;
import dev.hearth.workflows.execution.StoredExecution.Parent;
import dev.hearth.workflows.execution.StoredExecution.Running;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.ErrorObject;
import software.amazon.awssdk.services.lambda.model.Event;
import software.amazon.awssdk.services.lambda.model.ExecutionStatus;
import software.amazon.awssdk.services.lambda.model.Operation;

/// What one transaction does to one execution; nothing of it counts until [#save()].
final class ExecutionChange {
  /// A stopped execution is none: somebody wanted that.
  private static final Set<ExecutionStatus> FAILURES =
      EnumSet.of(ExecutionStatus.FAILED, ExecutionStatus.TIMED_OUT);

  private final ExecutionTables tables;
  private final Wakes wakes;
  private final Instant now;
  private final long revision;
  private StoredExecution execution;
  private long operations;
  private long events;

  ExecutionChange(ExecutionTables tables, Wakes wakes, StoredExecution execution, Instant now) {
    this.tables = tables;
    this.wakes = wakes;
    this.execution = execution;
    this.now = now;
    this.revision = execution.counters().revision() + 1;
    this.operations = execution.counters().operations();
    this.events = execution.counters().events();
  }

  /// As it stands within the transaction.
  StoredExecution execution() {
    return execution;
  }

  Instant now() {
    return now;
  }

  ExecutionTables tables() {
    return tables;
  }

  Optional<StoredOperation> operation(String id) {
    return tables.operation(execution.id(), id);
  }

  /// How many operations were ever begun.
  long operations() {
    return operations;
  }

  /// Adds an operation.
  void begin(
      Operation model, @Nullable Instant due, @Nullable Instant deadline, int heartbeatSeconds) {
    put(new StoredOperation(model, operations++, revision, due, deadline, heartbeatSeconds));
  }

  /// Replaces an operation.
  void put(StoredOperation operation) {
    tables.put(execution.id(), operation.at(revision));
    if (operation.due() != null) {
      wakes.at(tables.sql(), execution, operation.due());
    }
  }

  /// Adds to the history.
  void record(UnaryOperator<Event.Builder> event) {
    tables.append(
        execution.id(),
        event.apply(Event.builder().eventId((int) ++events).eventTimestamp(now)).build());
  }

  /// The token that the next checkpoint must bring, and how the last one came.
  void token(String token, LastCheckpoint last) {
    execution = execution.with(token, last);
  }

  void running(@Nullable Long runner, int failures) {
    execution = execution.with(new Running(runner, failures));
  }

  /// The function knows all that has happened until now, this change included.
  void told() {
    execution = execution.with(new Counters(revision, operations, events, revision));
  }

  /// Has the function run, unless it does already.
  void wake() {
    wake(now);
  }

  void wake(Instant at) {
    wakes.at(tables.sql(), execution, at);
  }

  /// Has the function of a chained invocation run.
  void chain(Wakes.Chained chained) {
    wakes.chain(tables.sql(), execution, chained);
  }

  /// Ends the execution; the operation that waits for it, where there is one, ends as well.
  void end(ExecutionStatus status, @Nullable String result, @Nullable ErrorObject error) {
    execution = execution.with(new Outcome(status, result, error, now));
    execution = execution.with("", LastCheckpoint.NONE);
    running(null, 0);
    record(event -> History.ended(event, execution));
    var parent = execution.parent();
    if (parent != null) {
      endChained(parent, execution.outcome());
    }
    if (execution.asynchronous() && FAILURES.contains(status)) {
      wakes.deadLetter(tables.sql(), execution);
    }
  }

  private void endChained(Parent parent, Outcome outcome) {
    tables
        .find(parent.execution())
        .filter(StoredExecution::open)
        .ifPresent(
            waiting -> {
              var change = new ExecutionChange(tables, wakes, waiting, now);
              ChainedInvokes.end(change, parent.operation(), outcome);
              change.save();
            });
  }

  /// Writes the execution itself; the last thing to do.
  void save() {
    var counters = new Counters(revision, operations, events, execution.counters().told());
    execution = execution.with(counters);
    tables.update(execution);
  }
}
