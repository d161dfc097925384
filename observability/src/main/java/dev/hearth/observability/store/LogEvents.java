package dev.hearth.observability.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// The events, within one transaction.
public record LogEvents(Handle sql) {
  private static final String COLUMNS =
      "SELECT e.seq, s.name AS stream, e.at, e.ingested_at, e.message"
          + " FROM log_event e JOIN log_stream s ON s.id = e.stream_id ";

  private static final String BEHIND =
      """
       AND e.at >= :start AND e.at < :end AND (e.at, e.seq) > (:at, :seq)
      ORDER BY e.at, e.seq
      """;

  private static final String BEFORE =
      """
       AND e.at >= :start AND e.at < :end AND (e.at, e.seq) < (:at, :seq)
      ORDER BY e.at DESC, e.seq DESC
      """;

  /// Stores events, in this order.
  public void append(LogStream stream, List<LogEvent.New> events, Instant now) {
    var batch =
        sql.prepareBatch(
            "INSERT INTO log_event (group_id, stream_id, at, ingested_at, message)"
                + " VALUES (:group, :stream, :at, :now, :message)");
    var first = Instant.MAX;
    var last = Instant.EPOCH;
    var bytes = 0L;
    for (var event : events) {
      batch
          .bind("group", stream.groupId())
          .bind("stream", stream.id())
          .bind("at", event.time())
          .bind("now", now)
          // PostgreSQL's text cannot hold NUL.
          .bind("message", event.message().replace('\0', '\uFFFD'))
          .add();
      first = event.time().isBefore(first) ? event.time() : first;
      last = event.time().isAfter(last) ? event.time() : last;
      bytes += event.bytes();
    }
    batch.execute();
    count(stream, first, last, bytes, now);
  }

  private void count(LogStream stream, Instant first, Instant last, long bytes, Instant now) {
    sql.createUpdate(
            """
            UPDATE log_stream SET last_ingestion_at = :now,
              first_event_at = CASE WHEN first_event_at <= :first THEN first_event_at
                ELSE :first END,
              last_event_at = CASE WHEN last_event_at >= :last THEN last_event_at ELSE :last END
            WHERE id = :id
            """)
        .bind("now", now)
        .bind("first", first)
        .bind("last", last)
        .bind("id", stream.id())
        .execute();
    sql.execute(
        "UPDATE log_group SET stored_bytes = stored_bytes + ? WHERE id = ?",
        bytes,
        stream.groupId());
  }

  /// Reads one stream's events in order, until `wanted` refuses one.
  ///
  /// @param from behind which event to begin
  /// @param range the times that are asked for
  public void forward(
      LogStream stream, Position from, TimeRange range, Predicate<LogEvent> wanted) {
    read(
        sql.createQuery(COLUMNS + "WHERE e.stream_id = :id" + BEHIND)
            .bind("id", stream.id())
            .bindMethods(range.behind(from))
            .bindMethods(from),
        wanted);
  }

  /// Reads one stream's events in reverse order, until `wanted` refuses one.
  ///
  /// @param from before which event to begin
  public void backward(
      LogStream stream, Position from, TimeRange range, Predicate<LogEvent> wanted) {
    read(
        sql.createQuery(COLUMNS + "WHERE e.stream_id = :id" + BEFORE)
            .bind("id", stream.id())
            .bindMethods(range.before(from))
            .bindMethods(from),
        wanted);
  }

  /// Reads a group's events in order, until `wanted` refuses one.
  ///
  /// @param from behind which event to begin
  public void search(LogGroup group, Position from, TimeRange range, Predicate<LogEvent> wanted) {
    read(
        sql.createQuery(COLUMNS + "WHERE e.group_id = :id" + BEHIND)
            .bind("id", group.id())
            .bindMethods(range.behind(from))
            .bindMethods(from),
        wanted);
  }

  /// Reads a group's events in the order of ingestion, until `wanted` refuses one.
  ///
  /// @param seq behind which event to begin
  public void tail(LogGroup group, long seq, Predicate<LogEvent> wanted) {
    read(
        // The plus keeps the index by group out of it, which would have to be read as a whole.
        sql.createQuery(COLUMNS + "WHERE e.seq > :seq AND +e.group_id = :id ORDER BY e.seq")
            .bind("id", group.id())
            .bind("seq", seq),
        wanted);
  }

  /// The number of the event that was ingested last; 0 without events.
  public long newest() {
    return sql.select("SELECT coalesce(max(seq), 0) FROM log_event").mapTo(Long.class).one();
  }

  private static void read(Query query, Predicate<LogEvent> wanted) {
    // Row by row: the whole would not fit in memory.
    try (var events = query.setFetchSize(500).map((row, _) -> event(row)).iterator()) {
      var more = true;
      while (more && events.hasNext()) {
        more = wanted.test(events.next());
      }
    }
  }

  private static LogEvent event(ResultSet row) throws SQLException {
    return new LogEvent(
        row.getLong("seq"),
        row.getString("stream"),
        Instant.ofEpochMilli(row.getLong("at")),
        Instant.ofEpochMilli(row.getLong("ingested_at")),
        row.getString("message"));
  }
}
