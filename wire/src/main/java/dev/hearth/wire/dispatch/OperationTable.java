package dev.hearth.wire.dispatch;

import dev.hearth.wire.RefusedOperation;
import dev.hearth.wire.Service;
import dev.hearth.wire.ServiceOperation;
import dev.hearth.wire.model.ServiceModel;
import java.util.stream.Collectors;

/// Renders which operations of a service Hearth has, for the services' documentation.
public final class OperationTable {
  private OperationTable() {}

  /// A Markdown table of every operation of the service's model.
  public static String markdown(Service service) {
    var marks =
        service.operations().stream()
            .collect(Collectors.toMap(ServiceOperation::name, OperationTable::mark));
    var rows = new StringBuilder("| operation | implemented |\n|---|---|\n");
    for (var operation : ServiceModel.of(service.name()).operations()) {
      var mark = marks.getOrDefault(operation.name(), "");
      rows.append("| `%s` | %s |\n".formatted(operation.name(), mark));
    }
    return rows.toString();
  }

  private static String mark(ServiceOperation<?> operation) {
    return operation instanceof RefusedOperation refused ? "refused: " + refused.reason() : "yes";
  }
}
