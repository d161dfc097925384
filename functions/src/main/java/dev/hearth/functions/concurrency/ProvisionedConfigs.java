package dev.hearth.functions.concurrency;

import dev.hearth.functions.FunctionReference;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/// The table of provisioned concurrency, in one transaction, and what functions reserve beside it.
final class ProvisionedConfigs {
  private static final String OF_FUNCTION =
      " WHERE account = :account AND region = :region AND name = :name";

  private final Handle sql;

  /// @param sql of the transaction
  ProvisionedConfigs(Handle sql) {
    this.sql = sql;
  }

  /// An account in a region.
  record Scope(AccountId account, Region region) {}

  Optional<ProvisionedConfig> find(FunctionReference function) {
    return bind(
            function,
            sql.createQuery(
                "SELECT * FROM provisioned_concurrency"
                    + OF_FUNCTION
                    + " AND qualifier = :qualifier"))
        .bind("qualifier", function.qualifier())
        .map((row, _) -> config(row))
        .findOne();
  }

  /// A function's, in the order of the qualifiers.
  ///
  /// @param after the qualifier that was listed last; empty for the beginning
  List<ProvisionedConfig> list(FunctionReference function, String after, int limit) {
    return bind(
            function,
            sql.createQuery(
                "SELECT * FROM provisioned_concurrency"
                    + OF_FUNCTION
                    + " AND qualifier > :after ORDER BY qualifier LIMIT :limit"))
        .bind("after", after)
        .bind("limit", limit)
        .map((row, _) -> config(row))
        .list();
  }

  /// All of a function's.
  List<ProvisionedConfig> list(FunctionReference function) {
    return list(function, "", Integer.MAX_VALUE);
  }

  /// All of an account in a region.
  List<ProvisionedConfig> list(Scope scope) {
    return sql.createQuery(
            "SELECT * FROM provisioned_concurrency WHERE account = :account AND region = :region")
        .bind("account", scope.account.digits())
        .bind("region", scope.region.name())
        .map((row, _) -> config(row))
        .list();
  }

  /// What an account's functions provision together, of those without a reservation.
  ///
  /// @param except a function that does not count
  long unreserved(FunctionReference except) {
    return bind(
            except,
            sql.createQuery(
                """
                SELECT COALESCE(SUM(p.requested), 0)
                FROM provisioned_concurrency p JOIN functions f
                  ON f.account = p.account AND f.region = p.region AND f.name = p.name
                WHERE p.account = :account AND p.region = :region AND p.name <> :name
                  AND f.reserved_concurrency IS NULL\
                """))
        .mapTo(Long.class)
        .one();
  }

  void put(ProvisionedConfig config) {
    bind(
            config.function(),
            sql.createUpdate(
                """
                INSERT INTO provisioned_concurrency (account, region, name, qualifier,
                  requested, last_modified)
                VALUES (:account, :region, :name, :qualifier, :requested, :modified)
                ON CONFLICT (account, region, name, qualifier) DO UPDATE SET
                  requested = excluded.requested, last_modified = excluded.last_modified\
                """))
        .bind("qualifier", config.function().qualifier())
        .bind("requested", config.requested())
        .bind("modified", config.lastModified().toEpochMilli())
        .execute();
  }

  void delete(FunctionReference function) {
    bind(
            function,
            sql.createUpdate(
                "DELETE FROM provisioned_concurrency"
                    + OF_FUNCTION
                    + " AND qualifier = :qualifier"))
        .bind("qualifier", function.qualifier())
        .execute();
  }

  /// What the functions of an account in a region have reserved, by name.
  Map<String, Integer> reserved(Scope scope) {
    return sql.createQuery(
            """
            SELECT name, reserved_concurrency FROM functions
            WHERE account = :account AND region = :region AND reserved_concurrency IS NOT NULL\
            """)
        .bind("account", scope.account.digits())
        .bind("region", scope.region.name())
        .map((row, _) -> Map.entry(row.getString("name"), row.getInt("reserved_concurrency")))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /// Where anything is reserved or provisioned.
  List<Scope> scopes() {
    return sql.createQuery(
            """
            SELECT account, region FROM functions WHERE reserved_concurrency IS NOT NULL
            UNION SELECT account, region FROM provisioned_concurrency\
            """)
        .map(
            (row, _) ->
                new Scope(
                    new AccountId(row.getString("account")), new Region(row.getString("region"))))
        .list();
  }

  private static <S extends SqlStatement<S>> S bind(FunctionReference function, S statement) {
    return statement
        .bind("account", function.account().digits())
        .bind("region", function.region().name())
        .bind("name", function.name());
  }

  private static ProvisionedConfig config(ResultSet row) throws SQLException {
    return new ProvisionedConfig(
        new FunctionReference(
            new AccountId(row.getString("account")),
            new Region(row.getString("region")),
            row.getString("name"),
            row.getString("qualifier")),
        row.getInt("requested"),
        Instant.ofEpochMilli(row.getLong("last_modified")));
  }
}
