package dev.hearth.functions.layers;

import dev.hearth.functions.policies.PolicyDocument;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/// Policies of layers' versions in one transaction.
final class LayerPolicyTable {
  private static final String OF_VERSION =
      " WHERE account = :account AND region = :region AND name = :name AND number = :number";

  private final Handle sql;

  /// @param sql of the transaction
  LayerPolicyTable(Handle sql) {
    this.sql = sql;
  }

  Optional<LayerPolicies.Stored> find(LayerName.Version version) {
    return bind(version, sql.createQuery("SELECT * FROM layer_policies" + OF_VERSION))
        .map(
            (row, _) ->
                new LayerPolicies.Stored(
                    row.getString("revision"), PolicyDocument.parse(row.getString("document"))))
        .findOne();
  }

  /// Keeps a policy in place of the one that is there; an empty one is none.
  void put(LayerName.Version version, LayerPolicies.Stored policy) {
    delete(version);
    if (!policy.document().isEmpty()) {
      bind(
              version,
              sql.createUpdate(
                  """
                  INSERT INTO layer_policies (account, region, name, number, revision, document)
                  VALUES (:account, :region, :name, :number, :revision, :document)\
                  """))
          .bind("revision", policy.revision())
          .bind("document", policy.document().json())
          .execute();
    }
  }

  void delete(LayerName.Version version) {
    bind(version, sql.createUpdate("DELETE FROM layer_policies" + OF_VERSION)).execute();
  }

  private static <S extends SqlStatement<S>> S bind(LayerName.Version version, S statement) {
    return statement
        .bind("account", version.layer().account().digits())
        .bind("region", version.layer().region().name())
        .bind("name", version.layer().name())
        .bind("number", version.number());
  }
}
