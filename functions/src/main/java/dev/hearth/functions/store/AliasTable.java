package dev.hearth.functions.store;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.store.StoredAlias.Share;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/// Aliases in one transaction.
public final class AliasTable {
  private static final String OF_ALIAS = Columns.OF_FUNCTION + " AND alias = :alias";

  private final Handle sql;

  /// @param sql of the transaction
  AliasTable(Handle sql) {
    this.sql = sql;
  }

  /// The alias that the reference's qualifier names.
  public Optional<StoredAlias> find(FunctionReference alias) {
    return Columns.bind(alias, sql.createQuery("SELECT * FROM function_aliases" + OF_ALIAS))
        .bind("alias", alias.qualifier())
        .map((row, _) -> alias(row))
        .findOne();
  }

  /// A function's aliases by name.
  ///
  /// @param number only those that may run this version; null for all
  /// @param after the last that was listed already; empty for the beginning
  public List<StoredAlias> list(
      FunctionReference function, @Nullable Long number, String after, int limit) {
    return Columns.bind(
            function,
            sql.createQuery(
                "SELECT * FROM function_aliases"
                    + Columns.OF_FUNCTION
                    + " AND alias > :after AND (:number IN (number, other_number) OR :all)"
                    + " ORDER BY alias LIMIT :limit"))
        .bind("after", after)
        .bind("number", number == null ? -1L : number)
        .bind("all", number == null)
        .bind("limit", limit)
        .map((row, _) -> alias(row))
        .list();
  }

  /// The names of the aliases that may run a version.
  public List<String> to(FunctionReference function, long number) {
    return list(function, number, "", Integer.MAX_VALUE).stream().map(StoredAlias::name).toList();
  }

  public void insert(StoredAlias alias) {
    bind(
            alias,
            sql.createUpdate(
                """
                INSERT INTO function_aliases (account, region, name, alias, number, other_number,
                  other_weight, description, revision)
                VALUES (:account, :region, :name, :alias, :number, :other,
                  :weight, :description, :revision)\
                """))
        .execute();
  }

  public void update(StoredAlias alias) {
    bind(
            alias,
            sql.createUpdate(
                """
                UPDATE function_aliases SET number = :number, other_number = :other,
                  other_weight = :weight, description = :description, revision = :revision\
                """
                    + OF_ALIAS))
        .execute();
  }

  /// Deletes an alias with all that belongs to it; nothing where there is none.
  public void delete(FunctionReference alias) {
    Columns.bind(alias, sql.createUpdate("DELETE FROM function_aliases" + OF_ALIAS))
        .bind("alias", alias.qualifier())
        .execute();
    QualifiedTables.delete(sql, alias, alias.qualifier());
  }

  private static <S extends SqlStatement<S>> S bind(StoredAlias alias, S statement) {
    var share = alias.share();
    return Columns.bind(alias.function(), statement)
        .bind("alias", alias.name())
        .bind("number", alias.number())
        .bind("other", share == null ? null : share.number())
        .bind("weight", share == null ? null : share.weight())
        .bind("description", alias.description())
        .bind("revision", alias.revision());
  }

  private static StoredAlias alias(ResultSet row) throws SQLException {
    long other = row.getLong("other_number");
    boolean alone = row.wasNull(); // of the column read last
    return new StoredAlias(
        Columns.reference(row),
        row.getString("alias"),
        row.getLong("number"),
        alone ? null : new Share(other, row.getDouble("other_weight")),
        row.getString("description"),
        row.getString("revision"));
  }
}
