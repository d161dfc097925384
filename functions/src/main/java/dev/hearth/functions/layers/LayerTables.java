package dev.hearth.functions.layers;

import dev.hearth.functions.store.Json;
import dev.hearth.functions.store.StoredVersion.Code;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/// Layers and their versions in one transaction.
final class LayerTables {
  private static final String COMPATIBLE =
      " runtimes LIKE :runtimes AND architectures LIKE :architectures ";

  private final Handle sql;

  /// @param sql of the transaction
  LayerTables(Handle sql) {
    this.sql = sql;
  }

  /// What a list asks of versions: that they name a runtime and an architecture, where one is
  /// given.
  record Compatible(@Nullable String runtime, @Nullable String architecture) {
    private static String pattern(@Nullable String wanted) {
      return wanted == null ? "%" : "%\"" + wanted + "\"%";
    }
  }

  Optional<LayerVersion> find(LayerName.Version version) {
    return bind(
            version,
            sql.createQuery(
                """
                SELECT * FROM layer_versions
                WHERE account = :account AND region = :region AND name = :name
                  AND number = :number\
                """))
        .map((row, _) -> version(row))
        .findOne();
  }

  /// The newest compatible version of each layer of an account in a region, by name.
  ///
  /// @param after the last name that was listed already; empty for the beginning
  List<LayerVersion> newest(
      AccountId account, Region region, Compatible compatible, String after, int limit) {
    return bind(
            compatible,
            sql.createQuery(
                """
                SELECT * FROM layer_versions v
                WHERE account = :account AND region = :region AND name > :after
                  AND number = (SELECT MAX(number) FROM layer_versions
                    WHERE account = v.account AND region = v.region AND name = v.name AND\
                """
                    + COMPATIBLE
                    + ") ORDER BY name LIMIT :limit"))
        .bind("account", account.digits())
        .bind("region", region.name())
        .bind("after", after)
        .bind("limit", limit)
        .map((row, _) -> version(row))
        .list();
  }

  /// The compatible versions of a layer, newest first.
  ///
  /// @param before the number that was listed last; the highest there can be for the beginning
  List<LayerVersion> versions(LayerName layer, Compatible compatible, long before, int limit) {
    return bind(
            compatible,
            bind(
                layer,
                sql.createQuery(
                    """
                    SELECT * FROM layer_versions
                    WHERE account = :account AND region = :region AND name = :name
                      AND number < :before AND\
                    """
                        + COMPATIBLE
                        + "ORDER BY number DESC LIMIT :limit")))
        .bind("before", before)
        .bind("limit", limit)
        .map((row, _) -> version(row))
        .list();
  }

  /// Takes the next number of a layer, which is made where it is new.
  long nextNumber(LayerName layer) {
    return bind(
            layer,
            sql.createQuery(
                """
                INSERT INTO layers (account, region, name, last_version)
                VALUES (:account, :region, :name, 1)
                ON CONFLICT (account, region, name)
                DO UPDATE SET last_version = layers.last_version + 1
                RETURNING last_version\
                """))
        .mapTo(Long.class)
        .one();
  }

  void insert(LayerVersion version) {
    bind(
            version.name(),
            sql.createUpdate(
                """
                INSERT INTO layer_versions (account, region, name, number, description, license,
                  runtimes, architectures, code_sha256, code_size, created)
                VALUES (:account, :region, :name, :number, :description, :license,
                  :runtimes, :architectures, :code, :size, :created)\
                """))
        .bind("description", version.description())
        .bind("license", version.license())
        .bind("runtimes", Json.write(version.runtimes()))
        .bind("architectures", Json.write(version.architectures()))
        .bind("code", version.code().sha256())
        .bind("size", version.code().size())
        .bind("created", version.created().toEpochMilli())
        .execute();
  }

  void delete(LayerName.Version version) {
    bind(
            version,
            sql.createUpdate(
                """
                DELETE FROM layer_versions
                WHERE account = :account AND region = :region AND name = :name
                  AND number = :number\
                """))
        .execute();
  }

  private static <S extends SqlStatement<S>> S bind(LayerName layer, S statement) {
    return statement
        .bind("account", layer.account().digits())
        .bind("region", layer.region().name())
        .bind("name", layer.name());
  }

  private static <S extends SqlStatement<S>> S bind(LayerName.Version version, S statement) {
    return bind(version.layer(), statement).bind("number", version.number());
  }

  private static <S extends SqlStatement<S>> S bind(Compatible compatible, S statement) {
    return statement
        .bind("runtimes", Compatible.pattern(compatible.runtime()))
        .bind("architectures", Compatible.pattern(compatible.architecture()));
  }

  private static LayerVersion version(ResultSet row) throws SQLException {
    var layer =
        new LayerName(
            new AccountId(row.getString("account")),
            new Region(row.getString("region")),
            row.getString("name"));
    return new LayerVersion(
        layer.version(row.getLong("number")),
        row.getString("description"),
        row.getString("license"),
        Json.list(row.getString("runtimes")),
        Json.list(row.getString("architectures")),
        new Code(row.getString("code_sha256"), row.getLong("code_size")),
        Instant.ofEpochMilli(row.getLong("created")));
  }
}
