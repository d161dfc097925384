package dev.hearth.workflows.execution;

import dev.hearth.invocation.Answer;
import dev.hearth.invocation.Event;
import dev.hearth.invocation.async.EventRunner;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.ServiceException;
import dev.hearth.store.WorkQueue;
import dev.hearth.store.WorkQueue.Lease;
import dev.hearth.workflows.execution.StoredExecution.LastCheckpoint;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.ErrorObject;
import software.amazon.awssdk.services.lambda.model.ExecutionStatus;
import software.amazon.awssdk.services.lambda.model.OperationStatus;
import software.amazon.awssdk.services.lambda.model.OperationType;

/// Runs the function of an execution whenever something has happened that it waits for, until the
/// execution ends. One invocation at a time: the lease of the work that began it is written to the
/// execution, and other work for the same execution only changes its operations meanwhile.
///
/// An invocation that fails (an error that the function did not catch, a crash, a timeout, no room)
/// is repeated with growing pauses for as long as the execution may run, as Lambda does.
final class ExecutionRunner {
  private static final Duration MAX_PAUSE = Duration.ofMinutes(5);
  // More is fetched by the function, page by page.
  private static final int MAX_EVENT_OPERATIONS = 100;
  private static final int MAX_EVENT_CHARACTERS = 4 * 1024 * 1024;

  private final Executions executions;
  private final WorkQueue queue;
  private final EventRunner functions;
  private final Supplier<String> requestIds;
  private final InstantSource clock;

  ExecutionRunner(
      Executions executions,
      WorkQueue queue,
      EventRunner functions,
      Supplier<String> requestIds,
      InstantSource clock) {
    this.executions = executions;
    this.queue = queue;
    this.functions = functions;
    this.requestIds = requestIds;
    this.clock = clock;
  }

  /// Looks at an execution and runs its function as long as there is news for it; completes
  /// `lease`.
  void run(Lease lease, long execution) {
    var turn = begin(lease, execution);
    while (turn != null) {
      turn = invoke(lease, turn) ? begin(lease, execution) : null;
    }
    queue.complete(lease);
  }

  /// One invocation.
  ///
  /// @param revision what the event tells the function
  private record Turn(StoredExecution execution, Payload event, long revision) {}

  /// Lets time pass for the execution and takes the right to run its function.
  ///
  /// @return null where nothing is to be run now, or another does
  private @Nullable Turn begin(Lease lease, long execution) {
    var token = executions.newToken();
    return executions
        .change(
            execution,
            change -> {
              if (change.execution().open()) {
                Timers.fire(change);
              }
              return mine(change, lease) ? List.of(turn(change, lease, token)) : List.<Turn>of();
            })
        .orElse(List.of())
        .stream()
        .findFirst()
        .orElse(null);
  }

  private static boolean mine(ExecutionChange change, Lease lease) {
    var execution = change.execution();
    var running = execution.running();
    if (!execution.open()) {
      return false;
    }
    if (running.runner() != null) {
      return running.runner() == lease.id(); // this very work, after a crash
    }
    return running.failures() > 0 || hasNews(change, execution.counters().told());
  }

  private static Turn turn(ExecutionChange change, Lease lease, String token) {
    change.running(lease.id(), change.execution().running().failures());
    change.token(token, LastCheckpoint.NONE);
    change.told();
    var execution = change.execution();
    return new Turn(execution, event(change), execution.counters().told());
  }

  private static Payload event(ExecutionChange change) {
    var execution = change.execution();
    var all =
        Replay.operations(change.tables(), execution.id(), -1, OperationUpdates.MAX_OPERATIONS + 1);
    int count = 0;
    long characters = 0;
    while (count < all.size()
        && count < MAX_EVENT_OPERATIONS
        && (count == 0 || characters < MAX_EVENT_CHARACTERS)) {
      characters += all.get(count++).model().toString().length();
    }
    var marker = count == all.size() ? "" : Long.toString(all.get(count - 1).sequence());
    return Envelope.event(execution, all.subList(0, count), marker);
  }

  /// @return whether the function is to be run again at once
  private boolean invoke(Lease lease, Turn turn) {
    var execution = turn.execution();
    var requestId = requestIds.get();
    var begun = clock.instant();
    Answer answer;
    try {
      answer =
          functions.run(
              execution.arn().functionVersion(),
              new Event(
                  requestId,
                  execution.arn().functionVersion().arn(),
                  turn.event(),
                  null,
                  execution.trace(),
                  execution.tenant()));
    } catch (ServiceException e) {
      return settle(lease, turn, change -> refused(change, e));
    }
    return settle(lease, turn, change -> answered(change, turn, answer, requestId, begun));
  }

  private boolean settle(Lease lease, Turn turn, Predicate<ExecutionChange> settle) {
    return executions
        .change(
            turn.execution().id(),
            change -> {
              var runner = change.execution().running().runner();
              var held = runner != null && runner == lease.id();
              return change.execution().open() && held && settle.test(change);
            })
        .orElse(false);
  }

  private boolean refused(ExecutionChange change, ServiceException e) {
    if (e.code().equals("ResourceNotFoundException")) {
      change.end(ExecutionStatus.FAILED, null, Errors.of("Lambda." + e.code(), e.getMessage()));
    } else {
      retryLater(change);
    }
    return false;
  }

  private boolean answered(
      ExecutionChange change, Turn turn, Answer answer, String requestId, Instant begun) {
    if (answer.functionError() != null) {
      var error = Envelope.functionError(answer.payload());
      change.record(e -> History.invoked(e, requestId, begun, change.now(), error));
      retryLater(change);
      return false;
    }
    change.record(e -> History.invoked(e, requestId, begun, change.now(), null));
    switch (Envelope.answer(answer.payload())) {
      case Envelope.Answer.Succeeded(var result) ->
          change.end(ExecutionStatus.SUCCEEDED, result, null);
      case Envelope.Answer.Failed(var error) -> change.end(ExecutionStatus.FAILED, null, error);
      case Envelope.Answer.Malformed(var why) ->
          change.end(ExecutionStatus.FAILED, null, malformed(why));
      case Envelope.Answer.Pending() -> {
        return suspended(change, turn);
      }
    }
    return false;
  }

  private static boolean suspended(ExecutionChange change, Turn turn) {
    change.running(null, 0);
    Timers.fire(change);
    if (!change.execution().open()) {
      return false;
    }
    // What ended while the function ran may have come too late for it, even where a checkpoint
    // told: it had decided to wait.
    if (hasNews(change, turn.revision())) {
      change.running(null, 1); // the next turn need not look for the reason
      return true;
    }
    if (!waits(change)) {
      change.end(ExecutionStatus.FAILED, null, malformed("it is PENDING with nothing to wait for"));
    }
    return false;
  }

  private static boolean hasNews(ExecutionChange change, long since) {
    return change.tables().changedSince(change.execution().id(), since).stream()
        .anyMatch(ExecutionRunner::isNews);
  }

  /// Whether it is what Lambda, and not the function, did to the operation.
  private static boolean isNews(StoredOperation operation) {
    return switch (operation.model().type()) {
      case EXECUTION -> true;
      case WAIT -> operation.model().status() == OperationStatus.SUCCEEDED;
      case STEP -> operation.model().status() == OperationStatus.READY;
      case CALLBACK, CHAINED_INVOKE -> !operation.open();
      default -> false;
    };
  }

  /// Whether anything will wake the execution.
  private static boolean waits(ExecutionChange change) {
    return change
        .tables()
        .operations(change.execution().id(), -1, OperationUpdates.MAX_OPERATIONS + 1)
        .stream()
        .anyMatch(
            operation ->
                operation.due() != null
                    || (operation.open()
                        && (operation.model().type() == OperationType.CALLBACK
                            || operation.model().type() == OperationType.CHAINED_INVOKE)));
  }

  private static void retryLater(ExecutionChange change) {
    int failures = change.execution().running().failures() + 1;
    change.running(null, failures);
    var pause = Duration.ofSeconds(1L << Math.min(failures - 1, 20));
    change.wake(change.now().plus(pause.compareTo(MAX_PAUSE) < 0 ? pause : MAX_PAUSE));
  }

  private static ErrorObject malformed(String why) {
    return Errors.of(
        "InvalidOutput", "The function's answer is none of a durable function's: " + why + ".");
  }
}
