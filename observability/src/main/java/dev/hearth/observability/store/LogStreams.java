package dev.hearth.observability.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The streams, within one transaction.
public record LogStreams(Handle sql) {
  private static final String COLUMNS =
      "SELECT id, group_id, name, created_at, first_event_at, last_event_at, last_ingestion_at"
          + " FROM log_stream ";

  /// The stream of this name.
  public Optional<LogStream> find(LogGroup group, String name) {
    return sql.select(COLUMNS + "WHERE group_id = ? AND name = ?", group.id(), name)
        .map((row, _) -> stream(row))
        .findOne();
  }

  /// Makes a stream, or answers nothing where there is one of this name.
  public Optional<LogStream> create(LogGroup group, String name, Instant now) {
    var inserted =
        sql.execute(
            """
            INSERT INTO log_stream (group_id, name, created_at) VALUES (?, ?, ?)
            ON CONFLICT (group_id, name) DO NOTHING
            """,
            group.id(),
            name,
            now);
    return inserted == 0 ? Optional.empty() : find(group, name);
  }

  /// Up to `most` streams by name.
  ///
  /// @param after the name behind which to begin; empty for the first one in this direction
  public List<LogStream> listByName(
      LogGroup group, String prefix, String after, boolean descending, int most) {
    var range =
        descending && !after.isEmpty()
            ? new NameRange(prefix, "", after)
            : new NameRange(prefix, after);
    return sql.createQuery(
            COLUMNS
                + "WHERE group_id = :group AND name >= :from AND name > :after AND name < :to"
                + " ORDER BY name "
                + direction(descending)
                + " LIMIT :most")
        .bind("group", group.id())
        .bindMethods(range)
        .bind("most", most)
        .map((row, _) -> stream(row))
        .list();
  }

  /// Up to `most` streams by the time of their last events, those without events as the oldest.
  ///
  /// @param after the stream behind which to begin, or null for the first one in this direction
  public List<LogStream> listByLastEvent(
      LogGroup group, @Nullable Place after, boolean descending, int most) {
    var place =
        after != null ? after : descending ? new Place(Long.MAX_VALUE, "") : new Place(-1, "");
    return sql.createQuery(
            COLUMNS
                + "WHERE group_id = :group AND (last_event_at, name) "
                + (descending ? "<" : ">")
                + " (:lastEvent, :name) ORDER BY last_event_at "
                + direction(descending)
                + ", name "
                + direction(descending)
                + " LIMIT :most")
        .bind("group", group.id())
        .bindMethods(place)
        .bind("most", most)
        .map((row, _) -> stream(row))
        .list();
  }

  /// A stream's place in the order of last events.
  ///
  /// @param lastEvent milliseconds since 1970; 0 for a stream without events
  public record Place(long lastEvent, String name) {
    /// Where `stream` stands.
    public static Place of(LogStream stream) {
      return new Place(
          stream.lastEvent() == null ? 0 : stream.lastEvent().toEpochMilli(), stream.name());
    }
  }

  private static String direction(boolean descending) {
    return descending ? "DESC" : "ASC";
  }

  /// Deletes the stream; its events are out of sight at once and cleared away later.
  public void delete(LogStream stream) {
    sql.execute("DELETE FROM log_stream WHERE id = ?", stream.id());
    sql.execute(
        "INSERT INTO log_garbage (group_id, stream_id) VALUES (?, ?)",
        stream.groupId(),
        stream.id());
  }

  private static LogStream stream(ResultSet row) throws SQLException {
    return new LogStream(
        row.getLong("id"),
        row.getLong("group_id"),
        row.getString("name"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        instant(row, "first_event_at"),
        instant(row, "last_event_at"),
        instant(row, "last_ingestion_at"));
  }

  /// Neither a missing time nor 0 is one.
  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    var millis = row.getLong(column);
    return millis == 0 ? null : Instant.ofEpochMilli(millis);
  }
}
