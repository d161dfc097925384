package dev.hearth.workflows.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.workflows.DurableExecutionArn;
import dev.hearth.workflows.execution.Program.AwaitCallback;
import dev.hearth.workflows.execution.Program.Branches;
import dev.hearth.workflows.execution.Program.Chain;
import dev.hearth.workflows.execution.Program.Step;
import dev.hearth.workflows.execution.Program.Task;
import dev.hearth.workflows.execution.Program.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.ErrorObject;
import software.amazon.awssdk.services.lambda.model.Event;
import software.amazon.awssdk.services.lambda.model.EventType;
import software.amazon.awssdk.services.lambda.model.ExecutionStatus;

/// Whether the history of an execution that has ended could have been.
final class HistoryCheck {
  private static final Set<EventType> OPERATION_ENDS =
      Set.of(
          EventType.STEP_SUCCEEDED,
          EventType.STEP_FAILED,
          EventType.WAIT_SUCCEEDED,
          EventType.CALLBACK_SUCCEEDED,
          EventType.CALLBACK_FAILED,
          EventType.CALLBACK_TIMED_OUT,
          EventType.CHAINED_INVOKE_SUCCEEDED,
          EventType.CHAINED_INVOKE_FAILED,
          EventType.CHAINED_INVOKE_TIMED_OUT,
          EventType.CHAINED_INVOKE_STOPPED,
          EventType.CONTEXT_SUCCEEDED);

  private final StoredExecution execution;
  private final List<Event> history;
  private final List<StoredOperation> operations;
  private final Program program;
  private final Map<String, Event> begun = new HashMap<>();
  private final Map<String, Event> retried = new HashMap<>();
  private final Set<String> ended = new HashSet<>();

  HistoryCheck(Executions executions, DurableExecutionArn arn, Program program) {
    this.program = program;
    execution = executions.get(arn);
    history = executions.read(tables -> tables.events(execution.id(), false, 0, 10_000));
    operations = executions.read(tables -> tables.operations(execution.id(), -1, 10_000));
  }

  /// @param stopped what whoever stopped it was told; null where nobody was told anything
  void check(@Nullable ExecutionStatus stopped) {
    checkEnd(stopped);
    checkOrder();
    var tasks = new HashMap<String, Task>();
    collect(program.tasks(), tasks);
    for (var event : history) {
      var task = tasks.get(event.id());
      if (task != null) {
        checkEvent(event, task);
      }
    }
  }

  private static void collect(List<Task> tasks, Map<String, Task> into) {
    for (var task : tasks) {
      into.put(task.id(), task);
      if (task instanceof Branches(_, var branches)) {
        branches.forEach(branch -> collect(branch, into));
      }
    }
  }

  private void checkEnd(@Nullable ExecutionStatus stopped) {
    var outcome = execution.outcome();
    assertThat(execution.open()).isFalse();
    if (stopped != null) {
      assertThat(outcome.status()).isEqualTo(stopped);
    }
    switch (outcome.status()) {
      case SUCCEEDED -> {
        assertThat(program.fails()).isFalse();
        assertThat(outcome.result()).isEqualTo(result(program.tasks()));
      }
      case FAILED -> {
        assertThat(program.fails()).isTrue();
        assertThat(outcome.error())
            .isEqualTo(ErrorObject.builder().errorType("Programmed").build());
      }
      case TIMED_OUT -> assertThat(outcome.ended()).isAfterOrEqualTo(execution.timesOut());
      case STOPPED -> {}
      default -> throw new AssertionError(outcome);
    }
  }

  /// What the program answers if it saw all that is recorded.
  private String result(List<Task> tasks) {
    var seen = new HashMap<String, Seen>();
    operations.forEach(operation -> seen.put(operation.model().id(), Seen.of(operation.model())));
    return Program.result(tasks, seen);
  }

  private void checkOrder() {
    for (int i = 0; i < history.size(); i++) {
      assertThat(history.get(i).eventId()).isEqualTo(i + 1);
      assertThat(i == 0 || !at(i).isBefore(at(i - 1))).isTrue();
    }
    assertThat(history.getFirst().eventType()).isEqualTo(EventType.EXECUTION_STARTED);
    assertThat(history.getLast().eventType())
        .isEqualTo(EventType.fromValue(endName(execution.outcome().status())));
    assertThat(history.stream().filter(event -> isExecutions(event.eventType()))).hasSize(2);
  }

  private Instant at(int event) {
    return history.get(event).eventTimestamp();
  }

  private static String endName(ExecutionStatus status) {
    return switch (status) {
      case SUCCEEDED -> "ExecutionSucceeded";
      case FAILED -> "ExecutionFailed";
      case TIMED_OUT -> "ExecutionTimedOut";
      default -> "ExecutionStopped";
    };
  }

  private static boolean isExecutions(EventType type) {
    return type.toString().startsWith("Execution");
  }

  private void checkEvent(Event event, Task task) {
    var id = event.id();
    assertThat(ended).as("%s has ended already", id).doesNotContain(id);
    if (!OPERATION_ENDS.contains(event.eventType())) {
      checkBeginning(event, task);
      return;
    }
    var begin = Objects.requireNonNull(begun.get(id), "what ends has begun").eventTimestamp();
    var now = event.eventTimestamp();
    switch (task) {
      case Step step -> checkAttempt(event, step);
      case Wait(_, var seconds) -> assertThat(now).isAfterOrEqualTo(begin.plusSeconds(seconds));
      case AwaitCallback callback -> {
        if (event.eventType() == EventType.CALLBACK_TIMED_OUT) {
          assertThat(now).isAfterOrEqualTo(begin.plus(soonest(callback)));
        }
        ended.add(id);
      }
      case Chain _, Branches _ -> ended.add(id);
    }
  }

  private void checkBeginning(Event event, Task task) {
    var again = begun.put(event.id(), event);
    if (again == null) {
      return;
    }
    // Only a step begins again, when it may be retried.
    var retry = Objects.requireNonNull(retried.remove(event.id()), "it was to be retried");
    assertThat(task).isInstanceOf(Step.class);
    assertThat(event.eventTimestamp())
        .isAfterOrEqualTo(retry.eventTimestamp().plusSeconds(((Step) task).delaySeconds()));
  }

  private void checkAttempt(Event event, Step step) {
    int attempt =
        event.eventType() == EventType.STEP_FAILED
            ? event.stepFailedDetails().retryDetails().currentAttempt()
            : event.stepSucceededDetails().retryDetails().currentAttempt();
    assertThat(attempt).isLessThanOrEqualTo(step.failures() + 1);
    if (attempt <= step.failures()) {
      assertThat(event.eventType()).isEqualTo(EventType.STEP_FAILED);
      assertThat(retried.put(step.id(), event)).as("one failure an attempt").isNull();
      return;
    }
    assertThat(event.eventType() == EventType.STEP_FAILED).isEqualTo(step.givenUp());
    ended.add(step.id());
  }

  private static Duration soonest(AwaitCallback callback) {
    int timeout = callback.timeoutSeconds() == 0 ? Integer.MAX_VALUE : callback.timeoutSeconds();
    int silent = callback.heartbeatSeconds() == 0 ? Integer.MAX_VALUE : callback.heartbeatSeconds();
    return Duration.ofSeconds(Math.min(timeout, silent));
  }
}
