package dev.hearth.secrets.secrets;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.Region;
import dev.hearth.secrets.Json;
import dev.hearth.secrets.secrets.rotation.RotationTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Secrets, their values and stages, within one transaction.
public record SecretTable(Handle sql) {
  public static final String CURRENT = "AWSCURRENT";
  public static final String PREVIOUS = "AWSPREVIOUS";

  /// How and when secrets are rotated.
  public RotationTable rotations() {
    return new RotationTable(sql);
  }

  /// A secret by its name.
  public Optional<Secret> find(AccountId account, Region region, String name) {
    return sql.createQuery(
            "SELECT * FROM secret WHERE account = :account AND region = :region AND name = :name")
        .bind("account", account.digits())
        .bind("region", region.name())
        .bind("name", name)
        .map((row, _) -> secret(row))
        .findOne();
  }

  public Optional<Secret> find(long id) {
    return sql.createQuery("SELECT * FROM secret WHERE id = :id")
        .bind("id", id)
        .map((row, _) -> secret(row))
        .findOne();
  }

  /// An account's secrets in the order in which they were made, or the reverse.
  ///
  /// @param after the id behind which to begin; null for the beginning
  public List<Secret> list(
      AccountId account,
      Region region,
      @Nullable Long after,
      boolean newestFirst,
      Predicate<Secret> wanted,
      int most) {
    long from = after != null ? after : newestFirst ? Long.MAX_VALUE : 0;
    try (var all =
        sql
            .createQuery(
                "SELECT * FROM secret WHERE account = :account AND region = :region"
                    + (newestFirst
                        ? " AND id < :after ORDER BY id DESC"
                        : " AND id > :after ORDER BY id"))
            .bind("account", account.digits())
            .bind("region", region.name())
            .bind("after", from)
            .map((row, _) -> secret(row))
            .stream()) {
      return all.filter(wanted).limit(most).toList();
    }
  }

  /// @return with its id
  public Secret insert(Secret secret) {
    sql.createUpdate(
            """
            INSERT INTO secret (account, region, name, suffix, description, kms_key_id, created_at,
              changed_at, tags)
            VALUES (:account, :region, :name, :suffix, :description, :key, :now, :now, :tags)
            """)
        .bind("account", secret.account().digits())
        .bind("region", secret.region().name())
        .bind("name", secret.name())
        .bind("suffix", secret.suffix())
        .bind("description", secret.description())
        .bind("key", secret.keyId())
        .bind("now", secret.created())
        .bind("tags", Json.write(secret.tags()))
        .execute();
    return find(secret.account(), secret.region(), secret.name()).orElseThrow();
  }

  public void update(long id, @Nullable String description, @Nullable String keyId, Instant now) {
    sql.execute(
        "UPDATE secret SET description = ?, kms_key_id = ?, changed_at = ? WHERE id = ?",
        description,
        keyId,
        now,
        id);
  }

  public void accessed(long id, Instant day) {
    sql.execute("UPDATE secret SET accessed_at = ? WHERE id = ?", day, id);
  }

  public void changed(long id, Instant now) {
    sql.execute("UPDATE secret SET changed_at = ? WHERE id = ?", now, id);
  }

  /// Schedules a deletion, or, with null, calls it off.
  public void schedule(long id, @Nullable Instant deletion) {
    sql.execute("UPDATE secret SET deletion_at = ? WHERE id = ?", deletion, id);
  }

  public void setPolicy(long id, @Nullable String policy) {
    sql.execute("UPDATE secret SET policy = ? WHERE id = ?", policy, id);
  }

  public void tag(long id, Map<String, String> tags) {
    sql.execute("UPDATE secret SET tags = ? WHERE id = ?", Json.write(tags), id);
  }

  public void delete(long id) {
    sql.execute("DELETE FROM secret WHERE id = ?", id);
  }

  /// Deletes secrets whose time has come.
  public void deleteDue(Instant now) {
    sql.execute("DELETE FROM secret WHERE deletion_at <= ?", now);
  }

  public Optional<SecretVersion> version(long id, String versionId) {
    return sql.createQuery(
            "SELECT * FROM secret_version WHERE secret_id = :id AND version_id = :version")
        .bind("id", id)
        .bind("version", versionId)
        .map((row, _) -> version(row))
        .findOne();
  }

  /// All values, newest first.
  public List<SecretVersion> versions(long id) {
    return sql.createQuery(
            "SELECT * FROM secret_version WHERE secret_id = :id ORDER BY created_at DESC,"
                + " version_id")
        .bind("id", id)
        .map((row, _) -> version(row))
        .list();
  }

  public void insertVersion(long id, SecretVersion version) {
    sql.execute(
        """
        INSERT INTO secret_version (secret_id, version_id, sealed, is_text, created_at)
        VALUES (?, ?, ?, ?, ?)
        """,
        id,
        version.id(),
        version.sealed(),
        version.text(),
        version.created());
  }

  public void deleteVersion(long id, String versionId) {
    sql.execute("DELETE FROM secret_version WHERE secret_id = ? AND version_id = ?", id, versionId);
  }

  /// Which value has which label.
  public Map<String, String> stages(long id) {
    var stages = new TreeMap<String, String>();
    sql.createQuery("SELECT stage, version_id FROM secret_stage WHERE secret_id = :id")
        .bind("id", id)
        .map((row, _) -> Map.entry(row.getString("stage"), row.getString("version_id")))
        .forEach(each -> stages.put(each.getKey(), each.getValue()));
    return stages;
  }

  /// Moves a label to a value. Who loses `AWSCURRENT` becomes `AWSPREVIOUS`.
  public void move(long id, String stage, String versionId) {
    var before = stages(id).get(stage);
    if (stage.equals(CURRENT) && before != null && !before.equals(versionId)) {
      set(id, PREVIOUS, before);
    }
    set(id, stage, versionId);
  }

  private void set(long id, String stage, String versionId) {
    sql.execute(
        """
        INSERT INTO secret_stage (secret_id, stage, version_id) VALUES (?, ?, ?)
        ON CONFLICT (secret_id, stage) DO UPDATE SET version_id = excluded.version_id
        """,
        id,
        stage,
        versionId);
  }

  public void removeStage(long id, String stage) {
    sql.execute("DELETE FROM secret_stage WHERE secret_id = ? AND stage = ?", id, stage);
  }

  private static SecretVersion version(ResultSet row) throws SQLException {
    return new SecretVersion(
        row.getString("version_id"),
        Payload.of(row.getBytes("sealed")),
        row.getBoolean("is_text"),
        Instant.ofEpochMilli(row.getLong("created_at")));
  }

  private static Secret secret(ResultSet row) throws SQLException {
    return new Secret(
        row.getLong("id"),
        new AccountId(row.getString("account")),
        new Region(row.getString("region")),
        row.getString("name"),
        row.getString("suffix"),
        row.getString("description"),
        row.getString("kms_key_id"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        Instant.ofEpochMilli(row.getLong("changed_at")),
        instant(row, "accessed_at"),
        instant(row, "deletion_at"),
        row.getString("policy"),
        Json.map(row.getString("tags")));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
