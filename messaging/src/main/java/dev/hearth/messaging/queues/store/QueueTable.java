package dev.hearth.messaging.queues.store;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The queues themselves, and what is left of those that were deleted.
public final class QueueTable {
  private static final String COLUMNS =
      "SELECT id, account, region, name, created_at, modified_at, attributes, tags, purged_at,"
          + " purge_through FROM queue ";

  private final Handle sql;

  public QueueTable(Handle sql) {
    this.sql = sql;
  }

  /// A queue's row; times in milliseconds of the epoch.
  ///
  /// @param attributes a JSON object of those that were set
  /// @param tags a JSON object
  /// @param purgeThrough messages up to this id are still to be deleted; 0 for none
  public record Row(
      long id,
      String account,
      String region,
      String name,
      long created,
      long modified,
      String attributes,
      String tags,
      long purged,
      long purgeThrough) {}

  /// A name that was given up.
  public record Deleted(long id, long at) {}

  public Optional<Row> find(AccountId account, Region region, String name) {
    return Statements.query(
            sql,
            QueueTable::row,
            COLUMNS + "WHERE account = ? AND region = ? AND name = ?",
            account.digits(),
            region.name(),
            name)
        .stream()
        .findFirst();
  }

  public long insert(
      AccountId account,
      Region region,
      String name,
      long now,
      String attributes,
      String tags,
      @Nullable String deadLetterQueue) {
    return Statements.number(
        sql,
        """
        INSERT INTO queue (account, region, name, created_at, modified_at, attributes, tags,
          dead_letter_queue)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
        """,
        account.digits(),
        region.name(),
        name,
        now,
        now,
        attributes,
        tags,
        deadLetterQueue);
  }

  public void setAttributes(
      long id, String attributes, @Nullable String deadLetterQueue, long now) {
    Statements.update(
        sql,
        """
        UPDATE queue SET attributes = ?, dead_letter_queue = ?, modified_at = ? WHERE id = ?
        """,
        attributes,
        deadLetterQueue,
        now,
        id);
  }

  public void setTags(long id, String tags) {
    Statements.update(sql, "UPDATE queue SET tags = ? WHERE id = ?", tags, id);
  }

  /// Marks the messages up to `through` for deletion.
  public void purge(long id, long now, long through) {
    Statements.update(
        sql, "UPDATE queue SET purged_at = ?, purge_through = ? WHERE id = ?", now, through, id);
  }

  /// All of them are deleted.
  public void purged(long id, long through) {
    Statements.update(
        sql, "UPDATE queue SET purge_through = 0 WHERE id = ? AND purge_through = ?", id, through);
  }

  /// Deletes the queue; its messages are left to [#deleted].
  public void delete(Row queue, long now) {
    Statements.update(sql, "DELETE FROM queue WHERE id = ?", queue.id());
    Statements.update(
        sql,
        "INSERT INTO deleted_queue (id, account, region, name, deleted_at) VALUES (?, ?, ?, ?, ?)",
        queue.id(),
        queue.account(),
        queue.region(),
        queue.name(),
        now);
  }

  /// When a queue of this name was deleted last, of those that are remembered.
  public Optional<Long> deletedAt(AccountId account, Region region, String name) {
    var at =
        Statements.number(
            sql,
            """
            SELECT max(deleted_at) FROM deleted_queue
            WHERE account = ? AND region = ? AND name = ?
            """,
            account.digits(),
            region.name(),
            name);
    return at == 0 ? Optional.empty() : Optional.of(at);
  }

  /// Queues that were deleted and are remembered.
  public List<Deleted> deleted() {
    return Statements.query(
        sql,
        row -> new Deleted(row.getLong(1), row.getLong(2)),
        "SELECT id, deleted_at FROM deleted_queue ORDER BY id");
  }

  /// Forgets that a queue was deleted.
  public void forget(long id) {
    Statements.update(sql, "DELETE FROM deleted_queue WHERE id = ?", id);
  }

  /// All queues behind `after`, for those who sweep.
  public List<Row> all(long after, int most) {
    return Statements.query(
        sql, QueueTable::row, COLUMNS + "WHERE id > ? ORDER BY id LIMIT ?", after, most);
  }

  /// Queues of an account in the order of their names.
  ///
  /// @param after the name before the first; empty at the beginning
  public List<Row> list(AccountId account, Region region, String prefix, String after, int most) {
    return Statements.query(
        sql,
        QueueTable::row,
        COLUMNS
            + """
            WHERE account = ? AND region = ? AND name > ? AND name >= ? AND name < ?
            ORDER BY name LIMIT ?
            """,
        account.digits(),
        region.name(),
        after,
        prefix,
        prefix + '\u007f', // names have letters, digits, hyphens, underscores and dots
        most);
  }

  /// Queues whose dead letters go to this one, in the order of their names.
  public List<Row> sources(String deadLetterQueue, String after, int most) {
    return Statements.query(
        sql,
        QueueTable::row,
        COLUMNS + "WHERE dead_letter_queue = ? AND name > ? ORDER BY name LIMIT ?",
        deadLetterQueue,
        after,
        most);
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getLong(5),
        row.getLong(6),
        row.getString(7),
        row.getString(8),
        row.getLong(9),
        row.getLong(10));
  }
}
