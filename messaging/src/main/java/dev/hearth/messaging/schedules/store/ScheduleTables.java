package dev.hearth.messaging.schedules.store;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.Region;
import dev.hearth.messaging.schedules.ScheduleReference;
import dev.hearth.messaging.schedules.ScheduleRefusals;
import dev.hearth.wire.protocol.ModelJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.scheduler.model.GetScheduleGroupResponse;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;

/// Schedules and groups in one transaction.
public record ScheduleTables(Handle sql) {
  /// Schedules that an account may have in a region. AWS allows a million.
  private static final int MOST_SCHEDULES = 1_000_000;

  /// Source: "EventBridge Scheduler quotas".
  private static final int MOST_GROUPS = 500;

  private static final String WHERE =
      " WHERE account = :account AND region = :region AND in_group = :group AND name = :name";
  private static final String ABOVE_ALL = "\uD7FF";

  /// @param version counts its changes
  /// @param token the client token of the request that made it, or null
  public record Stored(long version, @Nullable String token, GetScheduleResponse model) {}

  public Optional<Stored> find(ScheduleReference schedule) {
    return bind(schedule, sql.createQuery("SELECT * FROM schedules" + WHERE))
        .map((row, _) -> stored(row))
        .findOne();
  }

  /// Keeps a schedule, in place of the one of its name.
  ///
  /// @param token null to keep the one that is there
  public void put(ScheduleReference schedule, GetScheduleResponse model, @Nullable String token) {
    var json = ModelJson.write(model);
    int updated =
        bind(
                schedule,
                sql.createUpdate(
                    "UPDATE schedules SET model = :model, version = version + 1" + WHERE))
            .bind("model", json)
            .execute();
    if (updated == 1) {
      return;
    }
    if (count(schedule.account(), schedule.region()) >= MOST_SCHEDULES) {
      throw ScheduleRefusals.tooMany("schedules");
    }
    bind(
            schedule,
            sql.createUpdate(
                """
                INSERT INTO schedules (account, region, in_group, name, version, token, model)
                VALUES (:account, :region, :group, :name, 1, :token, :model)
                """))
        .bind("token", token)
        .bind("model", json)
        .execute();
  }

  private long count(AccountId account, Region region) {
    return sql.select(
            "SELECT count(*) FROM schedules WHERE account = ? AND region = ?",
            account.digits(),
            region.name())
        .mapTo(Long.class)
        .one();
  }

  public boolean delete(ScheduleReference schedule) {
    return bind(schedule, sql.createUpdate("DELETE FROM schedules" + WHERE)).execute() == 1;
  }

  /// Those behind a group and a name, by group and name in the order of bytes.
  ///
  /// @param group null for all
  public List<GetScheduleResponse> list(
      AccountId account,
      Region region,
      @Nullable String group,
      String prefix,
      String afterGroup,
      String afterName,
      int most) {
    var query =
        sql.createQuery(
            "SELECT * FROM schedules WHERE account = :account AND region = :region"
                + " AND (in_group, name) > (:afterGroup, :afterName)"
                + " AND name >= :prefix AND name < :end"
                + (group == null ? "" : " AND in_group = :group")
                + " ORDER BY in_group, name LIMIT :most");
    if (group != null) {
      query.bind("group", group);
    }
    return query
        .bind("account", account.digits())
        .bind("region", region.name())
        .bind("afterGroup", afterGroup)
        .bind("afterName", afterName)
        .bind("prefix", prefix)
        .bind("end", prefix + ABOVE_ALL)
        .bind("most", most)
        .map((row, _) -> stored(row).model)
        .list();
  }

  private static Stored stored(ResultSet row) throws SQLException {
    return new Stored(
        row.getLong("version"),
        row.getString("token"),
        ModelJson.read(Payload.of(row.getBytes("model")), GetScheduleResponse.builder()).build());
  }

  private static <S extends SqlStatement<S>> S bind(ScheduleReference schedule, S statement) {
    return statement
        .bind("account", schedule.account().digits())
        .bind("region", schedule.region().name())
        .bind("group", schedule.group())
        .bind("name", schedule.name());
  }

  /// @param token the client token of the request that made it, or null
  public record StoredGroup(@Nullable String token, GetScheduleGroupResponse model) {}

  public Optional<StoredGroup> group(AccountId account, Region region, String name) {
    return sql.select(
            "SELECT * FROM schedule_groups WHERE account = ? AND region = ? AND name = ?",
            account.digits(),
            region.name(),
            name)
        .map((row, _) -> group(row))
        .findOne();
  }

  public void putGroup(
      AccountId account, Region region, GetScheduleGroupResponse model, @Nullable String token) {
    long count =
        sql.select(
                "SELECT count(*) FROM schedule_groups WHERE account = ? AND region = ?",
                account.digits(),
                region.name())
            .mapTo(Long.class)
            .one();
    if (count >= MOST_GROUPS) {
      throw ScheduleRefusals.tooMany("schedule groups");
    }
    sql.execute(
        "INSERT INTO schedule_groups (account, region, name, token, model) VALUES (?, ?, ?, ?, ?)",
        account.digits(),
        region.name(),
        model.name(),
        token,
        ModelJson.write(model));
  }

  /// Deletes a group with all its schedules.
  public boolean deleteGroup(AccountId account, Region region, String name) {
    sql.execute(
        "DELETE FROM schedules WHERE account = ? AND region = ? AND in_group = ?",
        account.digits(),
        region.name(),
        name);
    return sql.execute(
            "DELETE FROM schedule_groups WHERE account = ? AND region = ? AND name = ?",
            account.digits(),
            region.name(),
            name)
        == 1;
  }

  public List<GetScheduleGroupResponse> groups(
      AccountId account, Region region, String prefix, String after, int most) {
    return sql.createQuery(
            """
            SELECT * FROM schedule_groups WHERE account = :account AND region = :region
              AND name > :after AND name >= :prefix AND name < :end ORDER BY name LIMIT :most
            """)
        .bind("account", account.digits())
        .bind("region", region.name())
        .bind("after", after)
        .bind("prefix", prefix)
        .bind("end", prefix + ABOVE_ALL)
        .bind("most", most)
        .map((row, _) -> group(row).model)
        .list();
  }

  private static StoredGroup group(ResultSet row) throws SQLException {
    return new StoredGroup(
        row.getString("token"),
        ModelJson.read(Payload.of(row.getBytes("model")), GetScheduleGroupResponse.builder())
            .build());
  }

  /// A group's tags, by key.
  public Map<String, String> tags(String arn) {
    var tags = new LinkedHashMap<String, String>();
    sql.select("SELECT name, content FROM schedule_tags WHERE arn = ? ORDER BY name", arn)
        .map((row, _) -> Map.entry(row.getString("name"), row.getString("content")))
        .forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
    return tags;
  }

  /// Puts these tags in place of all that there are.
  public void putTags(String arn, Map<String, String> tags) {
    sql.execute("DELETE FROM schedule_tags WHERE arn = ?", arn);
    tags.forEach(
        (name, content) ->
            sql.execute(
                "INSERT INTO schedule_tags (arn, name, content) VALUES (?, ?, ?)",
                arn,
                name,
                content));
  }
}
