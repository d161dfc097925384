package dev.hearth.messaging.queues.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Tasks that move dead letters.
public final class MoveTaskTable {
  private static final String COLUMNS =
      "SELECT id, account, region, source, destination, status, most_per_second, through, to_move,"
          + " moved, started_at, failure FROM move_task ";

  private final Handle sql;

  public MoveTaskTable(Handle sql) {
    this.sql = sql;
  }

  /// A task.
  ///
  /// @param source ARN of the queue whose messages are moved
  /// @param destination ARN; null for the queues where they came from
  /// @param status as the API has it
  /// @param mostPerSecond 0 for as fast as it goes
  /// @param through the last message that was there at the start
  /// @param toMove how many were there
  /// @param startedAt in milliseconds of the epoch
  /// @param failure null for none
  public record Task(
      long id,
      String account,
      String region,
      String source,
      @Nullable String destination,
      String status,
      long mostPerSecond,
      long through,
      long toMove,
      long moved,
      long startedAt,
      @Nullable String failure) {}

  /// @param task its id and what has been moved are not looked at
  /// @return the id
  public long insert(Task task) {
    return Statements.number(
        sql,
        """
        INSERT INTO move_task (account, region, source, destination, status, most_per_second,
          through, to_move, started_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
        """,
        task.account(),
        task.region(),
        task.source(),
        task.destination(),
        task.status(),
        task.mostPerSecond(),
        task.through(),
        task.toMove(),
        task.startedAt());
  }

  public Optional<Task> find(long id) {
    return Statements.query(sql, MoveTaskTable::task, COLUMNS + "WHERE id = ?", id).stream()
        .findFirst();
  }

  /// A queue's tasks, the newest first.
  public List<Task> of(String source, int most) {
    return Statements.query(
        sql,
        MoveTaskTable::task,
        COLUMNS + "WHERE source = ? ORDER BY id DESC LIMIT ?",
        source,
        most);
  }

  /// All tasks with this status.
  public List<Task> with(String status, int most) {
    return Statements.query(
        sql, MoveTaskTable::task, COLUMNS + "WHERE status = ? ORDER BY id LIMIT ?", status, most);
  }

  public void moved(long id, int more) {
    Statements.update(sql, "UPDATE move_task SET moved = moved + ? WHERE id = ?", more, id);
  }

  public void end(long id, String status, @Nullable String failure) {
    Statements.update(
        sql, "UPDATE move_task SET status = ?, failure = ? WHERE id = ?", status, failure, id);
  }

  /// Forgets what a queue's tasks were, but for the newest.
  public void forget(String source, int kept) {
    Statements.update(
        sql,
        """
        DELETE FROM move_task WHERE source = ? AND id NOT IN (
          SELECT id FROM move_task WHERE source = ? ORDER BY id DESC LIMIT ?)
        """,
        source,
        source,
        kept);
  }

  private static Task task(ResultSet row) throws SQLException {
    return new Task(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getLong(7),
        row.getLong(8),
        row.getLong(9),
        row.getLong(10),
        row.getLong(11),
        row.getString(12));
  }
}
