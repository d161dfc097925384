package dev.hearth.secrets.parameters;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.Region;
import dev.hearth.secrets.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/// Parameters, their versions and labels, within one transaction. A parameter whose time has passed
/// is not there any more.
public record ParameterTable(Handle sql) {
  private static final String CURRENT =
      """
      SELECT * FROM parameter p
      JOIN parameter_version v ON v.parameter_id = p.id AND v.number = p.version
      WHERE p.account = :account AND p.region = :region
        AND (p.expires_at IS NULL OR p.expires_at > :now)
      """;

  public Optional<Parameter> find(
      AccountId account, Region region, ParameterName name, Instant now) {
    return sql.createQuery(CURRENT + " AND p.path = :path")
        .bind("account", account.digits())
        .bind("region", region.name())
        .bind("now", now)
        .bind("path", name.path())
        .map((row, _) -> parameter(row))
        .findOne();
  }

  /// Parameters in the order of their paths.
  ///
  /// @param prefix with which their paths begin; it ends in a slash
  /// @param after the path behind which to begin; empty for the beginning
  public List<Parameter> list(
      AccountId account,
      Region region,
      String prefix,
      String after,
      Instant now,
      Predicate<Parameter> wanted,
      int most) {
    var end = prefix.substring(0, prefix.length() - 1) + "0"; // what follows the slash in order
    try (var all =
        sql
            .createQuery(
                CURRENT
                    + " AND p.path >= :prefix AND p.path < :end AND p.path > :after"
                    + " ORDER BY p.path")
            .bind("account", account.digits())
            .bind("region", region.name())
            .bind("now", now)
            .bind("prefix", prefix)
            .bind("end", end)
            .bind("after", after)
            .map((row, _) -> parameter(row))
            .stream()) {
      return all.filter(wanted).limit(most).toList();
    }
  }

  /// How many of a tier there are.
  public int count(AccountId account, Region region, String tier, Instant now) {
    return sql.createQuery(
            "SELECT COUNT(*) FROM (" + CURRENT.replace("*", "p.id") + " AND v.tier = :tier) found")
        .bind("account", account.digits())
        .bind("region", region.name())
        .bind("now", now)
        .bind("tier", tier)
        .mapTo(Integer.class)
        .one();
  }

  /// Makes a parameter with its first version; one whose time has passed makes room for it.
  public void insert(
      AccountId account,
      Region region,
      ParameterName name,
      Map<String, String> tags,
      ParameterVersion version) {
    sql.execute(
        "DELETE FROM parameter WHERE account = ? AND region = ? AND path = ?",
        account.digits(),
        region.name(),
        name.path());
    long id =
        sql.createQuery(
                """
                INSERT INTO parameter (account, region, path, name, tags, version, expires_at)
                VALUES (:account, :region, :path, :name, :tags, 0, NULL) RETURNING id
                """)
            .bind("account", account.digits())
            .bind("region", region.name())
            .bind("path", name.path())
            .bind("name", name.name())
            .bind("tags", Json.write(tags))
            .mapTo(Long.class)
            .one();
    insertVersion(id, version);
  }

  /// Adds a version, which is the current one from now on.
  public void insertVersion(long id, ParameterVersion version) {
    sql.createUpdate(
            """
            INSERT INTO parameter_version (parameter_id, number, kind, content, key_id, description,
              allowed_pattern, tier, policies, data_type, modified_at, modified_by)
            VALUES (:id, :number, :kind, :content, :key, :description, :pattern, :tier, :policies,
              :dataType, :modified, :by)
            """)
        .bind("id", id)
        .bind("number", version.number())
        .bind("kind", version.type())
        .bind("content", version.content())
        .bind("key", version.keyId())
        .bind("description", version.description())
        .bind("pattern", version.allowedPattern())
        .bind("tier", version.tier())
        .bind("policies", version.policies().text())
        .bind("dataType", version.dataType())
        .bind("modified", version.modified())
        .bind("by", version.modifiedBy())
        .execute();
    sql.execute(
        "UPDATE parameter SET version = ?, expires_at = ? WHERE id = ?",
        version.number(),
        version.policies().expiration(),
        id);
  }

  /// All versions, oldest first.
  public List<ParameterVersion> versions(long id) {
    return sql.createQuery(
            "SELECT * FROM parameter_version WHERE parameter_id = :id ORDER BY number")
        .bind("id", id)
        .map((row, _) -> version(row))
        .list();
  }

  public Optional<ParameterVersion> version(long id, long number) {
    return sql.createQuery(
            "SELECT * FROM parameter_version WHERE parameter_id = :id AND number = :number")
        .bind("id", id)
        .bind("number", number)
        .map((row, _) -> version(row))
        .findOne();
  }

  /// The numbers of all versions, oldest first.
  public List<Long> numbers(long id) {
    return sql.createQuery(
            "SELECT number FROM parameter_version WHERE parameter_id = :id ORDER BY number")
        .bind("id", id)
        .mapTo(Long.class)
        .list();
  }

  public void deleteVersion(long id, long number) {
    sql.execute("DELETE FROM parameter_version WHERE parameter_id = ? AND number = ?", id, number);
  }

  /// Which version has which label.
  public Map<String, Long> labels(long id) {
    var labels = new TreeMap<String, Long>();
    sql.createQuery("SELECT label, number FROM parameter_label WHERE parameter_id = :id")
        .bind("id", id)
        .map((row, _) -> Map.entry(row.getString("label"), row.getLong("number")))
        .forEach(each -> labels.put(each.getKey(), each.getValue()));
    return labels;
  }

  /// Attaches a label to a version, and takes it from whichever had it.
  public void label(long id, String label, long number) {
    sql.execute(
        """
        INSERT INTO parameter_label (parameter_id, label, number) VALUES (?, ?, ?)
        ON CONFLICT (parameter_id, label) DO UPDATE SET number = excluded.number
        """,
        id,
        label,
        number);
  }

  public void unlabel(long id, String label) {
    sql.execute("DELETE FROM parameter_label WHERE parameter_id = ? AND label = ?", id, label);
  }

  public void tag(long id, Map<String, String> tags) {
    sql.execute("UPDATE parameter SET tags = ? WHERE id = ?", Json.write(tags), id);
  }

  public void delete(long id) {
    sql.execute("DELETE FROM parameter WHERE id = ?", id);
  }

  /// @return how many there were
  public int deleteExpired(Instant now) {
    return sql.execute("DELETE FROM parameter WHERE expires_at <= ?", now);
  }

  private static Parameter parameter(ResultSet row) throws SQLException {
    return new Parameter(
        row.getLong("id"),
        new AccountId(row.getString("account")),
        new Region(row.getString("region")),
        row.getString("name"),
        Json.map(row.getString("tags")),
        version(row));
  }

  private static ParameterVersion version(ResultSet row) throws SQLException {
    return new ParameterVersion(
        row.getLong("number"),
        row.getString("kind"),
        Payload.of(row.getBytes("content")),
        row.getString("key_id"),
        row.getString("description"),
        row.getString("allowed_pattern"),
        row.getString("tier"),
        ParameterPolicies.parse(row.getString("policies")),
        row.getString("data_type"),
        Instant.ofEpochMilli(row.getLong("modified_at")),
        row.getString("modified_by"));
  }
}
