package dev.hearth.invocation.ledger;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.hearth.kernel.Payload;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The SQL of the ledger, in one transaction.
final class LedgerTable {
  private static final String SUCCEEDED = " outcome = 'Success' ";
  private static final String FAILED = " outcome <> 'Success' ";

  private final Handle sql;

  LedgerTable(Handle sql) {
    this.sql = sql;
  }

  /// What redriving needs to know.
  record Found(long id, @Nullable Payload redrivable, @Nullable String redrivenAs) {}

  private record Sent(long event, Sending sending) {}

  long insert(Ended ended, String why) {
    return sql.createQuery(
            """
            INSERT INTO event_ledger (request_id, function_arn, qualifier, accepted_at, ended_at,
              attempts, outcome, why, redrivable)
            VALUES (:request, :function, :qualifier, :accepted, :ended,
              :attempts, :outcome, :why, :redrivable)
            RETURNING id
            """)
        .bind("request", ended.requestId())
        .bind("function", ended.functionArn())
        .bind("qualifier", ended.qualifier())
        .bind("accepted", ended.accepted())
        .bind("ended", ended.ended())
        .bind("attempts", ended.attempts())
        .bind("outcome", ended.outcome().condition())
        .bind("why", why)
        .bindByType("redrivable", ended.redrivable(), Payload.class)
        .mapTo(Long.class)
        .one();
  }

  void insert(long id, Sending sending, String why) {
    sql.createUpdate(
            """
            INSERT INTO event_sendings (event, kind, target, state, why)
            VALUES (:event, :kind, :target, :state, :why)
            """)
        .bind("event", id)
        .bind("kind", sending.kind().word())
        .bind("target", sending.target())
        .bind("state", sending.state().word())
        .bind("why", why)
        .execute();
  }

  void update(long id, Sending sending, String why) {
    sql.createUpdate(
            """
            UPDATE event_sendings SET state = :state, why = :why
            WHERE event = :event AND kind = :kind
            """)
        .bind("state", sending.state().word())
        .bind("why", why)
        .bind("event", id)
        .bind("kind", sending.kind().word())
        .execute();
  }

  List<LedgerEntry> list(String functionArn, boolean failed, long before, int most) {
    var rows =
        sql.createQuery(
                "SELECT * FROM event_ledger WHERE function_arn = :function AND id < :before"
                    + (failed ? " AND" + FAILED : "")
                    + " ORDER BY id DESC LIMIT :most")
            .bind("function", functionArn)
            .bind("before", before)
            .bind("most", most)
            .map((row, _) -> entry(row))
            .list();
    var sent = sent(rows.stream().map(LedgerEntry::id).toList());
    return rows.stream().map(row -> with(row, sent.getOrDefault(row.id(), List.of()))).toList();
  }

  private Map<Long, List<Sending>> sent(List<Long> events) {
    if (events.isEmpty()) {
      return Map.of();
    }
    return sql
        .createQuery("SELECT * FROM event_sendings WHERE event IN (<events>) ORDER BY event, kind")
        .bindList("events", events)
        .map((row, _) -> new Sent(row.getLong("event"), sending(row)))
        .stream()
        .collect(groupingBy(Sent::event, mapping(Sent::sending, toList())));
  }

  Optional<Found> find(String functionArn, String requestId) {
    return sql.createQuery(
            """
            SELECT id, redrivable, redriven_as FROM event_ledger
            WHERE request_id = :request AND function_arn = :function
            """)
        .bind("request", requestId)
        .bind("function", functionArn)
        .map(
            (row, _) ->
                new Found(
                    row.getLong("id"),
                    payload(row.getBytes("redrivable")),
                    row.getString("redriven_as")))
        .findOne();
  }

  void redriven(long id, String requestId) {
    sql.createUpdate("UPDATE event_ledger SET redriven_as = :request WHERE id = :id")
        .bind("request", requestId)
        .bind("id", id)
        .execute();
  }

  /// Deletes those of the `most` first that ended before `time`.
  int deleteEndedBefore(Instant time, int most) {
    return sql.createUpdate(
            """
            DELETE FROM event_ledger WHERE id IN (
              SELECT id FROM (
                SELECT id, ended_at FROM event_ledger ORDER BY id LIMIT :most) AS first
              WHERE ended_at < :time)
            """)
        .bind("most", most)
        .bind("time", time)
        .execute();
  }

  /// The latest of those behind the `kept` latest.
  Optional<Long> behind(boolean succeeded, int kept) {
    return sql.createQuery(
            "SELECT id FROM event_ledger WHERE"
                + (succeeded ? SUCCEEDED : FAILED)
                + "ORDER BY id DESC LIMIT 1 OFFSET :kept")
        .bind("kept", kept)
        .mapTo(Long.class)
        .findOne();
  }

  int deleteUpTo(long id, boolean succeeded, int most) {
    return sql.createUpdate(
            "DELETE FROM event_ledger WHERE id IN (SELECT id FROM event_ledger WHERE id <= :id AND"
                + (succeeded ? SUCCEEDED : FAILED)
                + "ORDER BY id LIMIT :most)")
        .bind("id", id)
        .bind("most", most)
        .execute();
  }

  private static LedgerEntry entry(ResultSet row) throws SQLException {
    return new LedgerEntry(
        row.getLong("id"),
        row.getString("request_id"),
        row.getString("qualifier"),
        Instant.ofEpochMilli(row.getLong("accepted_at")),
        Instant.ofEpochMilli(row.getLong("ended_at")),
        row.getInt("attempts"),
        Outcome.of(row.getString("outcome")),
        row.getString("why"),
        row.getString("redriven_as"),
        List.of());
  }

  private static LedgerEntry with(LedgerEntry row, List<Sending> sent) {
    return new LedgerEntry(
        row.id(),
        row.requestId(),
        row.qualifier(),
        row.accepted(),
        row.ended(),
        row.attempts(),
        row.outcome(),
        row.why(),
        row.redrivenAs(),
        sent);
  }

  private static Sending sending(ResultSet row) throws SQLException {
    return new Sending(
        Sending.Kind.of(row.getString("kind")),
        row.getString("target"),
        Sending.State.of(row.getString("state")),
        row.getString("why"));
  }

  private static @Nullable Payload payload(byte @Nullable [] bytes) {
    return bytes == null ? null : Payload.of(bytes);
  }
}
