package dev.hearth.functions.policies;

import dev.hearth.functions.FunctionReference;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/// Policies of functions, versions and aliases in one transaction.
final class PolicyTable {
  private static final String OF_FUNCTION =
      " WHERE account = :account AND region = :region AND name = :name";
  private static final String OF_REFERENCE = OF_FUNCTION + " AND qualifier = :qualifier";

  private final Handle sql;

  /// @param sql of the transaction
  PolicyTable(Handle sql) {
    this.sql = sql;
  }

  /// @param revision Lambda's `RevisionId`: changes with every change of the policy
  record StoredPolicy(String revision, PolicyDocument document) {}

  Optional<StoredPolicy> find(FunctionReference reference) {
    return bind(reference, sql.createQuery("SELECT * FROM function_policies" + OF_REFERENCE))
        .map(
            (row, _) ->
                new StoredPolicy(
                    row.getString("revision"), PolicyDocument.parse(row.getString("document"))))
        .findOne();
  }

  /// The documents of a function and its versions and aliases, by qualifier.
  Map<String, String> all(FunctionReference function) {
    record Row(String qualifier, String document) {}
    return bind(function, sql.createQuery("SELECT * FROM function_policies" + OF_FUNCTION))
        .map((row, _) -> new Row(row.getString("qualifier"), row.getString("document")))
        .stream()
        .collect(Collectors.toUnmodifiableMap(Row::qualifier, Row::document));
  }

  /// Keeps a policy in place of the one that is there; an empty one is none.
  void put(FunctionReference reference, StoredPolicy policy) {
    bind(reference, sql.createUpdate("DELETE FROM function_policies" + OF_REFERENCE)).execute();
    if (!policy.document.isEmpty()) {
      bind(
              reference,
              sql.createUpdate(
                  """
                  INSERT INTO function_policies (account, region, name, qualifier, revision, document)
                  VALUES (:account, :region, :name, :qualifier, :revision, :document)\
                  """))
          .bind("revision", policy.revision)
          .bind("document", policy.document.json())
          .execute();
    }
  }

  private static <S extends SqlStatement<S>> S bind(FunctionReference reference, S statement) {
    return statement
        .bind("account", reference.account().digits())
        .bind("region", reference.region().name())
        .bind("name", reference.name())
        .bind("qualifier", reference.qualifier());
  }
}
