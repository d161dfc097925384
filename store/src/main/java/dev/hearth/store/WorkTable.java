package dev.hearth.store;

import dev.hearth.kernel.Payload;
import dev.hearth.store.WorkQueue.Counts;
import dev.hearth.store.WorkQueue.Lease;
import dev.hearth.store.WorkQueue.Waiting;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// The SQL of one [WorkQueue]. Each statement costs index seeks by the number of lanes and of rows
/// that it returns, never by the length of the backlog; only [#counts] and [#purge] read it.
final class WorkTable {
  /// The queue's lanes behind `:after`, by one seek for each.
  private static final String LANES =
      """
      WITH RECURSIVE lanes (lane) AS (
        SELECT min(lane) FROM work WHERE queue = :queue AND lane > :after
        UNION ALL
        SELECT (SELECT min(lane) FROM work WHERE queue = :queue AND lane > lanes.lane)
        FROM lanes WHERE lane IS NOT NULL)
      """;

  private final String queue;

  WorkTable(String queue) {
    this.queue = queue;
  }

  int insert(Handle sql, String lane, Payload payload, Instant due, Instant now) {
    return sql.createUpdate(
            """
            INSERT INTO work (queue, lane, due_at, enqueued_at, payload)
            VALUES (:queue, :lane, :due, :now, :payload)
            """)
        .bind("queue", queue)
        .bind("lane", lane)
        .bind("due", due)
        .bind("now", now)
        .bind("payload", payload)
        .execute();
  }

  /// Up to `most` lanes behind `after` that have due work.
  List<String> dueLanes(Handle sql, String after, Instant now, int most) {
    var query =
        """
        SELECT lane FROM lanes
        WHERE EXISTS (SELECT 1 FROM work
          WHERE queue = :queue AND work.lane = lanes.lane AND due_at <= :now)
        LIMIT :most
        """;
    return query(sql, LANES + query)
        .bind("after", after)
        .bind("now", now)
        .bind("most", most)
        .mapTo(String.class)
        .list();
  }

  /// When the next of the queue's work is due, leased or not.
  Optional<Instant> nextDue(Handle sql) {
    var query =
        """
        SELECT min(due) FROM (SELECT (SELECT min(due_at) FROM work
          WHERE queue = :queue AND work.lane = lanes.lane) AS due FROM lanes) AS each
        """;
    return query(sql, LANES + query).bind("after", "").mapTo(Instant.class).findOne();
  }

  /// Leases up to `most` of a lane until `until`.
  List<Lease> take(Handle sql, String lane, Instant now, Instant until, int most) {
    // Materialized, as PostgreSQL could run an inner query twice and so take more than the limit.
    return query(
            sql,
            """
            WITH taken AS MATERIALIZED (
              SELECT id FROM work WHERE queue = :queue AND lane = :lane AND due_at <= :now
              ORDER BY due_at, id LIMIT :most <skipLocked>)
            UPDATE work SET due_at = :until, leased = TRUE,
              attempts = attempts + 1, deliveries = deliveries + 1
            WHERE id IN (SELECT id FROM taken)
            RETURNING id, lane, payload, attempts, deliveries, enqueued_at
            """)
        .bind("lane", lane)
        .bind("now", now)
        .bind("until", until)
        .bind("most", most)
        .map((row, _) -> lease(row))
        .stream()
        .sorted(Comparator.comparingLong(Lease::id)) // RETURNING promises no order
        .toList();
  }

  /// The start of a lane's work, in the order in which it becomes due.
  List<Waiting> list(Handle sql, String lane, int most, int bytes) {
    return query(
            sql,
            """
            SELECT substr(payload, 1, :bytes) AS start, attempts, enqueued_at, due_at, leased
            FROM work WHERE queue = :queue AND lane = :lane ORDER BY due_at, id LIMIT :most
            """)
        .bind("bytes", bytes)
        .bind("lane", lane)
        .bind("most", most)
        .map(
            (row, _) ->
                new Waiting(
                    Payload.of(row.getBytes("start")),
                    row.getInt("attempts"),
                    Instant.ofEpochMilli(row.getLong("enqueued_at")),
                    Instant.ofEpochMilli(row.getLong("due_at")),
                    row.getBoolean("leased")))
        .list();
  }

  private static Lease lease(ResultSet row) throws SQLException {
    return new Lease(
        row.getLong("id"),
        row.getString("lane"),
        Payload.of(row.getBytes("payload")),
        row.getInt("attempts"),
        row.getInt("deliveries"),
        Instant.ofEpochMilli(row.getLong("enqueued_at")));
  }

  /// Deletes what `lease` holds, if it still holds it.
  boolean delete(Handle sql, Lease lease) {
    return sql.createUpdate("DELETE FROM work WHERE id = :id AND deliveries = :deliveries")
            .bind("id", lease.id())
            .bind("deliveries", lease.deliveries())
            .execute()
        == 1;
  }

  /// Sets when what `lease` holds is due, and whether it stays leased until then, if it still holds
  /// it.
  boolean reschedule(Handle sql, Lease lease, Instant due, boolean leased, int attempts) {
    return sql.createUpdate(
                """
                UPDATE work SET due_at = :due, leased = :leased, attempts = :attempts
                WHERE id = :id AND deliveries = :deliveries
                """)
            .bind("due", due)
            .bind("leased", leased)
            .bind("attempts", attempts)
            .bind("id", lease.id())
            .bind("deliveries", lease.deliveries())
            .execute()
        == 1;
  }

  /// Makes everything leased due at once, as if its lease had never been.
  int reclaim(Handle sql, Instant now) {
    return sql.createUpdate(
            """
            UPDATE work SET due_at = :now, leased = FALSE, attempts = attempts - 1
            WHERE queue = :queue AND leased
            """)
        .bind("now", now)
        .bind("queue", queue)
        .execute();
  }

  /// Deletes up to `most` of a lane.
  int purge(Handle sql, String lane, int most) {
    return sql.createUpdate(
            """
            DELETE FROM work WHERE id IN (
              SELECT id FROM work WHERE queue = :queue AND lane = :lane LIMIT :most)
            """)
        .bind("queue", queue)
        .bind("lane", lane)
        .bind("most", most)
        .execute();
  }

  Counts counts(Handle sql, Instant now) {
    return query(
            sql,
            """
            SELECT count(*) FILTER (WHERE due_at <= :now) AS waiting,
              count(*) FILTER (WHERE due_at > :now AND NOT leased) AS delayed,
              count(*) FILTER (WHERE due_at > :now AND leased) AS leased
            FROM work WHERE queue = :queue
            """)
        .bind("now", now)
        .map(
            (row, _) ->
                new Counts(row.getLong("waiting"), row.getLong("delayed"), row.getLong("leased")))
        .one();
  }

  private Query query(Handle sql, String text) {
    return sql.createQuery(text).bind("queue", queue);
  }
}
