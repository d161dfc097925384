package dev.hearth.workflows.execution;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.Operation;
import software.amazon.awssdk.services.lambda.model.OperationStatus;

/// One operation of an execution as it was read.
///
/// @param model what the function is told of it
/// @param sequence in the order in which operations began
/// @param revision the execution's when the operation last changed
/// @param due when it changes by itself; null where it does not
/// @param deadline of a callback; null where it has none
/// @param heartbeatSeconds that a callback may be silent; 0 for any time
public record StoredOperation(
    Operation model,
    long sequence,
    long revision,
    @Nullable Instant due,
    @Nullable Instant deadline,
    int heartbeatSeconds) {
  private static final Set<OperationStatus> OPEN =
      Set.of(OperationStatus.STARTED, OperationStatus.PENDING, OperationStatus.READY);

  /// Whether it can still change.
  boolean open() {
    return OPEN.contains(model.status());
  }

  /// The same as `changed`, which is not due any more.
  StoredOperation with(Operation changed) {
    return with(changed, null);
  }

  /// The same as `changed`, due at `newDue`.
  StoredOperation with(Operation changed, @Nullable Instant newDue) {
    return new StoredOperation(changed, sequence, revision, newDue, deadline, heartbeatSeconds);
  }

  StoredOperation at(long newRevision) {
    return new StoredOperation(model, sequence, newRevision, due, deadline, heartbeatSeconds);
  }

  @Override
  public String toString() {
    return "StoredOperation[" + model.id() + "]"; // its data are the user's
  }
}
