package dev.hearth.workflows.execution;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.lambda.model.OperationStatus;
import software.amazon.awssdk.services.lambda.model.OperationType;

/// What of an execution's state a replay needs.
final class Replay {
  private Replay() {}

  /// A page of operations, but for what is below a context that has ended: its result stands for
  /// them, unless the context asked for them.
  static List<StoredOperation> operations(
      ExecutionTables tables, long execution, long after, int limit) {
    var hidden = hidden(tables.operations(execution, -1, OperationUpdates.MAX_OPERATIONS + 1));
    return tables.operations(execution, after, OperationUpdates.MAX_OPERATIONS + 1).stream()
        .filter(operation -> !hidden.contains(operation.model().id()))
        .limit(limit)
        .toList();
  }

  private static Set<String> hidden(List<StoredOperation> all) {
    var closed = new HashSet<String>();
    var hidden = new HashSet<String>();
    for (var operation : all) { // parents come before their children
      var model = operation.model();
      var parent = model.parentId();
      if (parent != null && (closed.contains(parent) || hidden.contains(parent))) {
        hidden.add(model.id());
      } else if (model.type() == OperationType.CONTEXT
          && model.status() != OperationStatus.STARTED
          && !Boolean.TRUE.equals(model.contextDetails().replayChildren())) {
        closed.add(model.id());
      }
    }
    return hidden;
  }
}
