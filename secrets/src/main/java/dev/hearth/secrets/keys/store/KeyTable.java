package dev.hearth.secrets.keys.store;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.Region;
import dev.hearth.secrets.Json;
import dev.hearth.secrets.keys.KeyMaterial;
import dev.hearth.secrets.keys.KmsKey;
import dev.hearth.secrets.keys.Spec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Keys and their material, within one transaction.
public record KeyTable(Handle sql) {
  private static final int MOST_AT_ONCE = 100;

  /// When a version of a key's material was made.
  ///
  /// @param how `AUTOMATIC`, `ON_DEMAND`, or empty for the first
  public record Rotation(int version, Instant at, String how) {}

  public Optional<KmsKey> find(String id) {
    return sql.createQuery("SELECT * FROM kms_key WHERE id = :id")
        .bind("id", id)
        .map((row, _) -> key(row))
        .findOne();
  }

  /// An account's keys by id.
  ///
  /// @param after the id behind which to begin; empty for the beginning
  public List<KmsKey> list(AccountId account, Region region, String after, int most) {
    return sql.createQuery(
            """
            SELECT * FROM kms_key WHERE account = :account AND region = :region AND id > :after
            ORDER BY id LIMIT :most
            """)
        .bind("account", account.digits())
        .bind("region", region.name())
        .bind("after", after)
        .bind("most", most)
        .map((row, _) -> key(row))
        .list();
  }

  public void insert(KmsKey key) {
    sql.createUpdate(
            """
            INSERT INTO kms_key (id, account, region, description, spec, key_usage, enabled,
              aws_managed, created_at, policy, tags, rotation_days, rotation_at, material)
            VALUES (:id, :account, :region, :description, :spec, :usage, :enabled,
              :managed, :created, :policy, :tags, :days, :next, :material)
            """)
        .bind("id", key.id())
        .bind("account", key.account().digits())
        .bind("region", key.region().name())
        .bind("description", key.description())
        .bind("spec", key.spec().name())
        .bind("usage", key.usage())
        .bind("enabled", key.enabled())
        .bind("managed", key.awsManaged())
        .bind("created", key.created())
        .bind("policy", key.policy())
        .bind("tags", Json.write(key.tags()))
        .bind("days", key.rotationDays())
        .bind("next", key.nextRotation())
        .bind("material", key.material())
        .execute();
  }

  public void describe(String id, String description) {
    sql.execute("UPDATE kms_key SET description = ? WHERE id = ?", description, id);
  }

  public void enable(String id, boolean enabled) {
    sql.execute("UPDATE kms_key SET enabled = ? WHERE id = ?", enabled, id);
  }

  public void setPolicy(String id, String policy) {
    sql.execute("UPDATE kms_key SET policy = ? WHERE id = ?", policy, id);
  }

  public void tag(String id, Map<String, String> tags) {
    sql.execute("UPDATE kms_key SET tags = ? WHERE id = ?", Json.write(tags), id);
  }

  /// Schedules a deletion, or, with null, calls it off, which leaves the key disabled.
  public void delete(String id, @Nullable Instant at) {
    sql.execute("UPDATE kms_key SET deletion_at = ?, enabled = FALSE WHERE id = ?", at, id);
  }

  /// Has a key rotated by itself; nulls for never.
  public void setRotation(String id, @Nullable Integer days, @Nullable Instant next) {
    sql.execute(
        "UPDATE kms_key SET rotation_days = ?, rotation_at = ? WHERE id = ?", days, next, id);
  }

  /// Encrypts by another version from now on.
  public void rotated(String id, int version, @Nullable Instant next) {
    sql.execute("UPDATE kms_key SET material = ?, rotation_at = ? WHERE id = ?", version, next, id);
  }

  /// @param sealed whose secret is sealed
  public void insertMaterial(String id, int version, KeyMaterial sealed, Instant at, String how) {
    sql.createUpdate(
            """
            INSERT INTO kms_material (key_id, version, sealed, public_key, created_at, rotation)
            VALUES (:id, :version, :sealed, :public, :at, :how)
            """)
        .bind("id", id)
        .bind("version", version)
        .bind("sealed", sealed.secret())
        .bind("public", sealed.publicKey())
        .bind("at", at)
        .bind("how", how)
        .execute();
  }

  /// A version of a key's material, sealed.
  public Optional<KeyMaterial> material(String id, int version) {
    return sql.createQuery(
            "SELECT sealed, public_key FROM kms_material WHERE key_id = :id AND version = :version")
        .bind("id", id)
        .bind("version", version)
        .map(
            (row, _) ->
                new KeyMaterial(
                    Payload.of(row.getBytes("sealed")), Payload.of(row.getBytes("public_key"))))
        .findOne();
  }

  /// All versions but the first, oldest first.
  public List<Rotation> rotations(String id, int after, int most) {
    return sql.createQuery(
            """
            SELECT version, created_at, rotation FROM kms_material
            WHERE key_id = :id AND version > :after ORDER BY version LIMIT :most
            """)
        .bind("id", id)
        .bind("after", Math.max(1, after))
        .bind("most", most)
        .map(
            (row, _) ->
                new Rotation(
                    row.getInt("version"),
                    Instant.ofEpochMilli(row.getLong("created_at")),
                    row.getString("rotation")))
        .list();
  }

  /// Deletes keys whose time has come, with all that is theirs.
  public void deleteDue(Instant now) {
    sql.execute("DELETE FROM kms_key WHERE deletion_at <= ?", now);
  }

  /// Some keys that are to be rotated by now.
  public List<KmsKey> rotationDue(Instant now) {
    return sql.createQuery(
            """
            SELECT * FROM kms_key WHERE rotation_at <= :now AND enabled AND deletion_at IS NULL
            ORDER BY rotation_at LIMIT :most
            """)
        .bind("now", now)
        .bind("most", MOST_AT_ONCE)
        .map((row, _) -> key(row))
        .list();
  }

  private static KmsKey key(ResultSet row) throws SQLException {
    int days = row.getInt("rotation_days");
    return new KmsKey(
        new AccountId(row.getString("account")),
        new Region(row.getString("region")),
        row.getString("id"),
        row.getString("description"),
        Spec.valueOf(row.getString("spec")),
        row.getString("key_usage"),
        row.getBoolean("enabled"),
        row.getBoolean("aws_managed"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        instant(row, "deletion_at"),
        row.getString("policy"),
        Json.map(row.getString("tags")),
        days == 0 ? null : days,
        instant(row, "rotation_at"),
        row.getInt("material"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
