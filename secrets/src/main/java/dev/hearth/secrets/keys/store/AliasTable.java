package dev.hearth.secrets.keys.store;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import dev.hearth.secrets.keys.Alias;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Aliases, within one transaction.
public record AliasTable(Handle sql) {
  public Optional<Alias> find(AccountId account, Region region, String name) {
    return sql.createQuery(
            """
            SELECT * FROM kms_alias
            WHERE account = :account AND region = :region AND name = :name
            """)
        .bind("account", account.digits())
        .bind("region", region.name())
        .bind("name", name)
        .map((row, _) -> alias(row))
        .findOne();
  }

  /// By name.
  public List<Alias> list(AccountId account, Region region, String after, int most) {
    return sql.createQuery(
            """
            SELECT * FROM kms_alias
            WHERE account = :account AND region = :region AND name > :after
            ORDER BY name LIMIT :most
            """)
        .bind("account", account.digits())
        .bind("region", region.name())
        .bind("after", after)
        .bind("most", most)
        .map((row, _) -> alias(row))
        .list();
  }

  /// Those of a key, by name.
  public List<Alias> of(String keyId, String after, int most) {
    return sql.createQuery(
            """
            SELECT * FROM kms_alias WHERE key_id = :key AND name > :after
            ORDER BY name LIMIT :most
            """)
        .bind("key", keyId)
        .bind("after", after)
        .bind("most", most)
        .map((row, _) -> alias(row))
        .list();
  }

  /// Makes an alias, or has it name another key.
  public void put(Alias alias) {
    sql.createUpdate(
            """
            INSERT INTO kms_alias (account, region, name, key_id, created_at, updated_at)
            VALUES (:account, :region, :name, :key, :created, :updated)
            ON CONFLICT (account, region, name)
            DO UPDATE SET key_id = excluded.key_id, updated_at = excluded.updated_at
            """)
        .bind("account", alias.account().digits())
        .bind("region", alias.region().name())
        .bind("name", alias.name())
        .bind("key", alias.keyId())
        .bind("created", alias.created())
        .bind("updated", alias.updated())
        .execute();
  }

  public void delete(Alias alias) {
    sql.execute(
        "DELETE FROM kms_alias WHERE account = ? AND region = ? AND name = ?",
        alias.account().digits(),
        alias.region().name(),
        alias.name());
  }

  private static Alias alias(ResultSet row) throws SQLException {
    return new Alias(
        new AccountId(row.getString("account")),
        new Region(row.getString("region")),
        row.getString("name"),
        row.getString("key_id"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        Instant.ofEpochMilli(row.getLong("updated_at")));
  }
}
