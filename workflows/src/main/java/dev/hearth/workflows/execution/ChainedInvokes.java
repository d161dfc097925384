package dev.hearth.workflows.execution;

import dev.hearth.workflows.execution.StoredExecution.Outcome;
import software.amazon.awssdk.services.lambda.model.OperationStatus;

/// How the invocation of another function ends.
final class ChainedInvokes {
  private ChainedInvokes() {}

  /// Ends the operation `id` like what it invoked, unless it has ended already: an invocation may
  /// be made twice after a crash.
  static void end(ExecutionChange change, String id, Outcome outcome) {
    var operation = change.operation(id).filter(StoredOperation::open).orElse(null);
    if (operation == null) {
      return;
    }
    var ended =
        operation.model().toBuilder()
            .status(status(outcome))
            .endTimestamp(change.now())
            .chainedInvokeDetails(d -> d.result(outcome.result()).error(outcome.error()))
            .build();
    change.put(operation.with(ended));
    change.record(event -> History.ended(event, ended));
    change.wake();
  }

  private static OperationStatus status(Outcome outcome) {
    return switch (outcome.status()) {
      case SUCCEEDED -> OperationStatus.SUCCEEDED;
      case TIMED_OUT -> OperationStatus.TIMED_OUT;
      case STOPPED -> OperationStatus.STOPPED;
      default -> OperationStatus.FAILED;
    };
  }
}
