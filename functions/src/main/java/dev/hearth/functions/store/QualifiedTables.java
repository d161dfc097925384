package dev.hearth.functions.store;

import dev.hearth.functions.FunctionReference;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// The tables whose rows belong to one version or alias and go with it. Their columns `account`,
/// `region`, `name` and `qualifier` say whose they are; rows go with the function by a foreign key.
final class QualifiedTables {
  private static final List<String> TABLES =
      List.of(
          "function_policies", "event_invoke_configs", "function_urls", "provisioned_concurrency");

  private QualifiedTables() {}

  static void delete(Handle sql, FunctionReference function, String qualifier) {
    for (var table : TABLES) {
      Columns.bind(
              function,
              sql.createUpdate(
                  "DELETE FROM " + table + Columns.OF_FUNCTION + " AND qualifier = :qualifier"))
          .bind("qualifier", qualifier)
          .execute();
    }
  }
}
