package dev.hearth.messaging.mappings.store;

import dev.hearth.functions.FunctionReference;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Region;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/// Mappings in one transaction.
public final class MappingTables {
  private final Handle sql;

  MappingTables(Handle sql) {
    this.sql = sql;
  }

  /// The handle, for what else belongs to the transaction.
  public Handle sql() {
    return sql;
  }

  /// How far mappings have read.
  public LaneTable lanes() {
    return new LaneTable(sql);
  }

  /// The mapping of a function with this id.
  public Optional<Mapping> find(AccountId account, Region region, String uuid) {
    return find(uuid)
        .filter(found -> found.pipe() == null)
        .filter(found -> found.function().account().equals(account))
        .filter(found -> found.function().region().equals(region));
  }

  public Optional<Mapping> find(String uuid) {
    return sql.createQuery("SELECT * FROM event_source_mappings WHERE uuid = :uuid")
        .bind("uuid", uuid)
        .map((row, _) -> MappingColumns.mapping(row))
        .findOne();
  }

  /// The mapping of a source to exactly this function, qualifier included.
  public Optional<Mapping> find(FunctionReference function, Arn source) {
    return list(function.account(), function.region(), function, source.toString(), "", 1).stream()
        .findFirst();
  }

  /// The pipe of this name.
  public Optional<Mapping> pipe(AccountId account, Region region, String name) {
    return pipes("= :name", account, region, name, 1).stream().findFirst();
  }

  /// Pipes by name.
  ///
  /// @param after the name that was listed last; empty at the beginning
  public List<Mapping> pipes(AccountId account, Region region, String after, int limit) {
    return pipes("> :name", account, region, after, limit);
  }

  private List<Mapping> pipes(
      String condition, AccountId account, Region region, String name, int limit) {
    return sql.createQuery(
            "SELECT * FROM event_source_mappings WHERE account = :account AND region = :region"
                + " AND pipe IS NOT NULL AND function "
                + condition
                + " ORDER BY function LIMIT :limit")
        .bind("account", account.digits())
        .bind("region", region.name())
        .bind("name", name)
        .bind("limit", limit)
        .map((row, _) -> MappingColumns.mapping(row))
        .list();
  }

  /// Mappings of functions, by UUID.
  ///
  /// @param function exactly, qualifier included; null for all
  /// @param source an ARN; null for all
  /// @param after the UUID that was listed last; empty at the beginning
  public List<Mapping> list(
      AccountId account,
      Region region,
      @Nullable FunctionReference function,
      @Nullable String source,
      String after,
      int limit) {
    var query =
        new StringBuilder(
            """
            SELECT * FROM event_source_mappings
            WHERE account = :account AND region = :region AND uuid > :after AND pipe IS NULL\
            """);
    query.append(function == null ? "" : " AND function = :function AND qualifier = :qualifier");
    query.append(source == null ? "" : " AND source = :source");
    return sql.createQuery(query.append(" ORDER BY uuid LIMIT :limit").toString())
        .bind("account", account.digits())
        .bind("region", region.name())
        .bind("function", function == null ? null : function.name())
        .bind("qualifier", function == null ? null : function.qualifier())
        .bind("source", source)
        .bind("after", after)
        .bind("limit", limit)
        .map((row, _) -> MappingColumns.mapping(row))
        .list();
  }

  public void insert(Mapping mapping) {
    MappingColumns.bind(
            mapping,
            sql.createUpdate(
                """
                INSERT INTO event_source_mappings (uuid, account, region, function, qualifier,
                  source, settings, tags, enabled, state, reason, result, modified_at, revision,
                  started, pipe)
                VALUES (:uuid, :account, :region, :function, :qualifier, :source, :settings, :tags,
                  :enabled, :state, :reason, :result, :modified, :revision, :started,
                  :pipe)
                """))
        .execute();
  }

  public void update(Mapping mapping) {
    MappingColumns.bind(
            mapping,
            sql.createUpdate(
                """
                UPDATE event_source_mappings SET function = :function, qualifier = :qualifier,
                  settings = :settings, tags = :tags, enabled = :enabled, state = :state,
                  reason = :reason, result = :result, modified_at = :modified,
                  revision = :revision, started = :started, pipe = :pipe
                WHERE uuid = :uuid
                """))
        .execute();
  }

  public void result(String uuid, String result) {
    sql.createUpdate("UPDATE event_source_mappings SET result = :result WHERE uuid = :uuid")
        .bind("result", result)
        .bind("uuid", uuid)
        .execute();
  }

  /// It is known now where reading begins.
  public void started(String uuid) {
    sql.createUpdate("UPDATE event_source_mappings SET started = TRUE WHERE uuid = :uuid")
        .bind("uuid", uuid)
        .execute();
  }

  /// Deletes a mapping and how far it has read.
  public void delete(String uuid) {
    lanes().delete(uuid);
    sql.createUpdate("DELETE FROM event_source_mappings WHERE uuid = :uuid")
        .bind("uuid", uuid)
        .execute();
  }

  /// Whether there are mappings that no node runs, and that there is something to do for.
  boolean anyFree(Instant now) {
    return !free("", now, 1).isEmpty();
  }

  /// Takes such mappings.
  int claim(String node, Instant now, Instant until, int most) {
    var free = free(" <skipLocked>", now, most);
    free.forEach(uuid -> hold(uuid, node, until));
    return free.size();
  }

  private List<String> free(String lock, Instant now, int most) {
    return sql.createQuery(
            """
            SELECT uuid FROM event_source_mappings
            WHERE (node IS NULL OR node_until < :now) AND state <> :disabled
            ORDER BY uuid LIMIT :most\
            """
                + lock)
        .bind("now", now)
        .bind("disabled", MappingState.DISABLED.text())
        .bind("most", most)
        .mapTo(String.class)
        .list();
  }

  private void hold(String uuid, String node, Instant until) {
    sql.createUpdate(
            """
            UPDATE event_source_mappings SET node = :node, node_until = :until WHERE uuid = :uuid
            """)
        .bind("uuid", uuid)
        .bind("node", node)
        .bind("until", until)
        .execute();
  }

  /// Holds what the node holds for longer.
  void renew(String node, Instant until) {
    sql.createUpdate("UPDATE event_source_mappings SET node_until = :until WHERE node = :node")
        .bind("node", node)
        .bind("until", until)
        .execute();
  }

  /// Lets other nodes have a mapping.
  void release(String uuid, String node) {
    query(
            """
            UPDATE event_source_mappings SET node = NULL, node_until = NULL
            WHERE uuid = :uuid AND node = :node RETURNING uuid
            """,
            node)
        .bind("uuid", uuid)
        .mapTo(String.class)
        .findOne();
  }

  /// Ends every lease.
  void reclaim() {
    sql.execute("UPDATE event_source_mappings SET node = NULL, node_until = NULL");
  }

  boolean holds(String uuid, String node) {
    return query(
                "SELECT count(*) FROM event_source_mappings WHERE uuid = :uuid AND node = :node",
                node)
            .bind("uuid", uuid)
            .mapTo(Long.class)
            .one()
        > 0;
  }

  List<Mapping> held(String node) {
    return query("SELECT * FROM event_source_mappings WHERE node = :node ORDER BY uuid", node)
        .map((row, _) -> MappingColumns.mapping(row))
        .list();
  }

  private Query query(String text, String node) {
    return sql.createQuery(text).bind("node", node);
  }
}
