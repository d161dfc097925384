package dev.hearth.functions.store;

import dev.hearth.functions.FunctionReference;
import dev.hearth.identity.credentials.Seal;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// Functions and versions in one transaction. References are taken without their qualifiers.
public final class FunctionTables {
  private final Handle sql;
  private final Columns columns;

  /// @param sql of the transaction
  FunctionTables(Handle sql, Seal seal) {
    this.sql = sql;
    this.columns = new Columns(seal);
  }

  /// The same transaction, for the tables of capabilities that are packages of their own.
  public Handle sql() {
    return sql;
  }

  public AliasTable aliases() {
    return new AliasTable(sql);
  }

  public Optional<StoredFunction> function(FunctionReference function) {
    return Columns.bind(function, sql.createQuery("SELECT * FROM functions" + Columns.OF_FUNCTION))
        .map((row, _) -> Columns.function(row))
        .findOne();
  }

  public Optional<StoredVersion> version(FunctionReference function, long number) {
    return versions(function, "AND number = :number")
        .bind("number", number)
        .map((row, _) -> columns.version(row))
        .findOne();
  }

  /// The highest published version that has not been deleted.
  public Optional<StoredVersion> lastPublished(FunctionReference function) {
    return versions(function, "AND number > 0 ORDER BY number DESC LIMIT 1")
        .map((row, _) -> columns.version(row))
        .findOne();
  }

  /// Versions in the order of their numbers, `$LATEST` first.
  ///
  /// @param after a number that was listed already; -1 for the beginning
  public List<StoredVersion> versions(FunctionReference function, long after, int limit) {
    return versions(function, "AND number > :after ORDER BY number LIMIT :limit")
        .bind("after", after)
        .bind("limit", limit)
        .map((row, _) -> columns.version(row))
        .list();
  }

  /// Versions of all functions of an account in a region, by name and number.
  ///
  /// @param name and `number`: the last that was listed already; an empty name for the beginning
  /// @param published whether published versions are wanted beside `$LATEST`
  public List<StoredVersion> list(
      AccountId account, Region region, String name, long number, boolean published, int limit) {
    return sql.createQuery(
            """
            SELECT * FROM function_versions
            WHERE account = :account AND region = :region AND number <= :highest
              AND (name > :name OR (name = :name AND number > :number))
            ORDER BY name, number LIMIT :limit\
            """)
        .bind("account", account.digits())
        .bind("region", region.name())
        .bind("highest", published ? Long.MAX_VALUE : StoredVersion.LATEST)
        .bind("name", name)
        .bind("number", number)
        .bind("limit", limit)
        .map((row, _) -> columns.version(row))
        .list();
  }

  /// Versions that a change was in progress on, in all accounts.
  public List<StoredVersion> unfinished() {
    return sql.createQuery(
            """
            SELECT * FROM function_versions
            WHERE state = 'Pending' OR last_update = 'InProgress'
              OR (state = 'Failed' AND state_code = 'InvalidRuntime')\
            """)
        .map((row, _) -> columns.version(row))
        .list();
  }

  /// Whether any function's or layer's version needs this package.
  public boolean refersTo(String codeSha256) {
    return sql.createQuery(
            """
            SELECT 1 FROM function_versions WHERE code_sha256 = :code
            UNION ALL SELECT 1 FROM function_version_layers WHERE code_sha256 = :code
            UNION ALL SELECT 1 FROM layer_versions WHERE code_sha256 = :code LIMIT 1\
            """)
        .bind("code", codeSha256)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  public CodeUsage usage(AccountId account, Region region) {
    return CodeUsage.of(sql, account, region);
  }

  /// What the functions of an account in a region have reserved together, but for one of them.
  public long reservedConcurrency(FunctionReference except) {
    return Columns.bind(
            except,
            sql.createQuery(
                """
                SELECT COALESCE(SUM(reserved_concurrency), 0) FROM functions
                WHERE account = :account AND region = :region AND name <> :name\
                """))
        .mapTo(Long.class)
        .one();
  }

  public void insert(StoredFunction function) {
    Columns.bind(
            function,
            sql.createUpdate(
                """
                INSERT INTO functions (account, region, name, last_version, tags,
                  reserved_concurrency, recursive_loop)
                VALUES (:account, :region, :name, :lastVersion, :tags, :reserved, :loop)\
                """))
        .execute();
  }

  public void update(StoredFunction function) {
    Columns.bind(
            function,
            sql.createUpdate(
                """
                UPDATE functions SET last_version = :lastVersion, tags = :tags,
                  reserved_concurrency = :reserved, recursive_loop = :loop\
                """
                    + Columns.OF_FUNCTION))
        .execute();
  }

  public void insert(StoredVersion version) {
    columns
        .bind(
            version,
            sql.createUpdate(
                """
                INSERT INTO function_versions (account, region, name, number, revision, settings,
                  environment, code_sha256, code_size, last_modified, state, state_reason,
                  state_code, last_update, last_update_reason, last_update_code,
                  update_runtime_on, runtime_version)
                VALUES (:account, :region, :name, :number, :revision, :settings,
                  :environment, :code, :size, :modified, :state, :stateReason,
                  :stateCode, :update, :updateReason, :updateCode,
                  :runtimeOn, :runtimeVersion)\
                """))
        .execute();
    insertLayers(version);
  }

  public void update(StoredVersion version) {
    columns
        .bind(
            version,
            sql.createUpdate(
                """
                UPDATE function_versions SET revision = :revision, settings = :settings,
                  environment = :environment, code_sha256 = :code, code_size = :size,
                  last_modified = :modified, state = :state, state_reason = :stateReason,
                  state_code = :stateCode, last_update = :update,
                  last_update_reason = :updateReason, last_update_code = :updateCode,
                  update_runtime_on = :runtimeOn, runtime_version = :runtimeVersion\
                """
                    + Columns.OF_FUNCTION
                    + " AND number = :number"))
        .execute();
    deleteLayers(version.function(), version.number());
    insertLayers(version);
  }

  private void insertLayers(StoredVersion version) {
    for (var sha256 : version.layers()) {
      Columns.bind(
              version.function(),
              sql.createUpdate(
                  """
                  INSERT INTO function_version_layers (account, region, name, number, code_sha256)
                  VALUES (:account, :region, :name, :number, :code)\
                  """))
          .bind("number", version.number())
          .bind("code", sha256)
          .execute();
    }
  }

  private void deleteLayers(FunctionReference function, long number) {
    Columns.bind(
            function,
            sql.createUpdate(
                "DELETE FROM function_version_layers"
                    + Columns.OF_FUNCTION
                    + " AND number = :number"))
        .bind("number", number)
        .execute();
  }

  public void delete(FunctionReference function) {
    Columns.bind(
            function, sql.createUpdate("DELETE FROM function_version_layers" + Columns.OF_FUNCTION))
        .execute();
    Columns.bind(function, sql.createUpdate("DELETE FROM function_versions" + Columns.OF_FUNCTION))
        .execute();
    Columns.bind(function, sql.createUpdate("DELETE FROM functions" + Columns.OF_FUNCTION))
        .execute();
  }

  public void deleteVersion(FunctionReference function, long number) {
    deleteLayers(function, number);
    Columns.bind(
            function,
            sql.createUpdate(
                "DELETE FROM function_versions" + Columns.OF_FUNCTION + " AND number = :number"))
        .bind("number", number)
        .execute();
    QualifiedTables.delete(sql, function, StoredVersion.name(number));
  }

  private Query versions(FunctionReference function, String and) {
    return Columns.bind(
        function,
        sql.createQuery("SELECT * FROM function_versions" + Columns.OF_FUNCTION + " " + and));
  }
}
