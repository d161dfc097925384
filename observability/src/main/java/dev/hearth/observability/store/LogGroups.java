package dev.hearth.observability.store;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
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

/// The groups, within one transaction.
public record LogGroups(Handle sql) {
  private static final String COLUMNS =
      "SELECT id, account, region, name, created_at, class, retention_days, deletion_protected,"
          + " stored_bytes FROM log_group ";

  /// The group of this name.
  public Optional<LogGroup> find(AccountId account, Region region, String name) {
    return sql.createQuery(
            COLUMNS + "WHERE account = :account AND region = :region AND name = :name")
        .bind("account", account.digits())
        .bind("region", region.name())
        .bind("name", name)
        .map((row, _) -> group(row))
        .findOne();
  }

  /// Makes a group, or answers nothing where there is one of this name.
  public Optional<LogGroup> create(
      AccountId account, Region region, String name, String logGroupClass, Instant now) {
    var inserted =
        sql.createUpdate(
                """
                INSERT INTO log_group (account, region, name, created_at, class)
                VALUES (:account, :region, :name, :now, :class)
                ON CONFLICT (account, region, name) DO NOTHING
                """)
            .bind("account", account.digits())
            .bind("region", region.name())
            .bind("name", name)
            .bind("now", now)
            .bind("class", logGroupClass)
            .execute();
    return inserted == 0 ? Optional.empty() : find(account, region, name);
  }

  /// Up to `most` groups that are wanted, by name in the order of bytes.
  ///
  /// @param prefix with which the names begin
  /// @param after the name behind which to begin; empty for the first
  public List<LogGroup> list(
      AccountId account,
      Region region,
      String prefix,
      String after,
      Predicate<LogGroup> wanted,
      int most) {
    var range = new NameRange(prefix, after);
    try (var groups =
        sql
            .createQuery(
                COLUMNS
                    + """
                    WHERE account = :account AND region = :region
                      AND name >= :from AND name > :after AND name < :to
                    ORDER BY name
                    """)
            .bind("account", account.digits())
            .bind("region", region.name())
            .bindMethods(range)
            .map((row, _) -> group(row))
            .stream()) {
      return groups.filter(wanted).limit(most).toList();
    }
  }

  /// Sets for how long events are kept; null for ever.
  public void retain(LogGroup group, @Nullable Integer days) {
    sql.execute("UPDATE log_group SET retention_days = ? WHERE id = ?", days, group.id());
  }

  /// Sets whether the group can be deleted.
  public void protect(LogGroup group, boolean deletionProtected) {
    sql.execute(
        "UPDATE log_group SET deletion_protected = ? WHERE id = ?", deletionProtected, group.id());
  }

  /// Deletes the group; its streams and events are out of sight at once and cleared away later.
  public void delete(LogGroup group) {
    sql.execute("DELETE FROM log_group WHERE id = ?", group.id());
    sql.execute("INSERT INTO log_garbage (group_id, stream_id) VALUES (?, 0)", group.id());
  }

  /// All tags of a group, by name.
  public Map<String, String> tags(LogGroup group) {
    var tags = new TreeMap<String, String>();
    sql.select("SELECT name, value FROM log_group_tag WHERE group_id = ?", group.id())
        .map((row, _) -> Map.entry(row.getString("name"), row.getString("value")))
        .forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
    return tags;
  }

  /// Adds tags or changes their values.
  public void tag(LogGroup group, Map<String, String> tags) {
    tags.forEach(
        (name, value) ->
            sql.execute(
                """
                INSERT INTO log_group_tag (group_id, name, value) VALUES (?, ?, ?)
                ON CONFLICT (group_id, name) DO UPDATE SET value = excluded.value
                """,
                group.id(),
                name,
                value));
  }

  /// Takes tags away; those that are not there are passed over.
  public void untag(LogGroup group, List<String> names) {
    for (var name : names) {
      sql.execute("DELETE FROM log_group_tag WHERE group_id = ? AND name = ?", group.id(), name);
    }
  }

  private static LogGroup group(ResultSet row) throws SQLException {
    var days = row.getInt("retention_days");
    return new LogGroup(
        row.getLong("id"),
        new AccountId(row.getString("account")),
        new Region(row.getString("region")),
        row.getString("name"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        row.getString("class"),
        days == 0 ? null : days,
        row.getBoolean("deletion_protected"),
        row.getLong("stored_bytes"));
  }
}
