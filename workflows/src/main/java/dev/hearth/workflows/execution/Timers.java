package dev.hearth.workflows.execution;

import software.amazon.awssdk.services.lambda.model.ExecutionStatus;
import software.amazon.awssdk.services.lambda.model.OperationStatus;

/// What time does to an execution.
final class Timers {
  private Timers() {}

  /// Ends what has waited long enough, and the execution itself where its time is over.
  static void fire(ExecutionChange change) {
    var execution = change.execution();
    if (!change.now().isBefore(execution.timesOut())) {
      var seconds = execution.durable().executionTimeoutSeconds();
      change.end(
          ExecutionStatus.TIMED_OUT,
          null,
          Errors.of(
              "Execution.Timeout", "The execution did not end within " + seconds + " seconds."));
      return;
    }
    for (var operation : change.tables().due(execution.id(), change.now())) {
      switch (operation.model().type()) {
        case WAIT -> endWait(change, operation);
        case STEP -> readyStep(change, operation);
        default -> Callbacks.timeOut(change, operation);
      }
    }
  }

  private static void endWait(ExecutionChange change, StoredOperation wait) {
    var ended =
        wait.model().toBuilder()
            .status(OperationStatus.SUCCEEDED)
            .endTimestamp(change.now())
            .build();
    change.put(wait.with(ended));
    change.record(event -> History.ended(event, ended));
  }

  private static void readyStep(ExecutionChange change, StoredOperation step) {
    var model = step.model();
    var details = model.stepDetails().toBuilder().nextAttemptTimestamp(null).build();
    change.put(
        step.with(model.toBuilder().status(OperationStatus.READY).stepDetails(details).build()));
  }
}
