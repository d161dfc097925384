package dev.hearth.messaging.queues.store;

import static dev.hearth.messaging.queues.store.Statements.marks;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The messages of all queues. A message is received by moving its time into the future, so nothing
/// is copied, and what its holder does not delete comes back by itself.
public final class MessageTable {
  /// The time of a message behind the head of its lane: it never comes.
  public static final long BEHIND = 9_000_000_000_000L;

  private static final String COLUMNS =
      """
      id, queue, visible_at, receives, earlier_receives, first_received_at, sent_at, enqueued_at,
      lane, message_id, sender, group_id, deduplication_id, trace, dead_letter_source, attributes,
      body
      """;

  private static final String INSERT =
      """
      INSERT INTO message (queue, visible_at, receives, earlier_receives, first_received_at,
        sent_at, enqueued_at, lane, message_id, sender, group_id, deduplication_id, trace,
        dead_letter_source, attributes, body)
      VALUES
      """;
  private static final int INSERTED = 16;

  private final Handle sql;

  public MessageTable(Handle sql) {
    this.sql = sql;
  }

  /// How a receipt's message is.
  ///
  /// @param lane null unless its queue is a FIFO queue
  public record State(long visibleAt, boolean leased, long receives, @Nullable String lane) {}

  /// Inserts messages, their ids in the order of the list.
  public void insert(List<Message> messages) {
    Statements.update(sql, INSERT + rows(messages.size()), values(messages));
  }

  /// Inserts one message.
  ///
  /// @return its id
  public long insert(Message message) {
    var one = List.of(message);
    return Statements.number(sql, INSERT + rows(1) + " RETURNING id", values(one));
  }

  private static String rows(int count) {
    var row = "(" + marks(INSERTED) + ")";
    return row + (", " + row).repeat(count - 1);
  }

  private static @Nullable Object[] values(List<Message> messages) {
    var values = new ArrayList<@Nullable Object>(messages.size() * INSERTED);
    for (var message : messages) {
      values.add(message.queue());
      values.add(message.visibleAt());
      values.add(message.receives());
      values.add(message.earlierReceives());
      values.add(message.firstReceivedAt());
      values.add(message.sentAt());
      values.add(message.enqueuedAt());
      values.add(message.lane());
      values.add(message.messageId());
      values.add(message.sender());
      values.add(message.groupId());
      values.add(message.deduplicationId());
      values.add(message.trace());
      values.add(message.deadLetterSource());
      values.add(message.attributes());
      values.add(message.body());
    }
    return values.toArray();
  }

  /// Takes up to `most` visible messages of a standard queue, hidden until `until`.
  ///
  /// @param oldest what was enqueued earlier has expired
  public List<Message> take(long queue, long now, long oldest, long until, int most) {
    // Materialized, as PostgreSQL could run an inner query twice and so take more than the limit.
    var taken =
        """
        WITH taken AS MATERIALIZED (
          SELECT id FROM message WHERE queue = ? AND visible_at <= ? AND enqueued_at > ?
          ORDER BY visible_at, id LIMIT ? <skipLocked>)
        UPDATE message SET visible_at = ?, leased = TRUE, receives = receives + 1,
          first_received_at = CASE first_received_at WHEN 0 THEN ? ELSE first_received_at END
        WHERE id IN (SELECT id FROM taken) RETURNING
        """;
    return sorted(
        Statements.query(
            sql, MessageTable::message, taken + COLUMNS, queue, now, oldest, most, until, now));
  }

  /// Takes these messages, hidden until `until`.
  public List<Message> take(List<Long> ids, long now, long until) {
    var text =
        """
        UPDATE message SET visible_at = ?, leased = TRUE, receives = receives + 1,
          first_received_at = CASE first_received_at WHEN 0 THEN ? ELSE first_received_at END
        WHERE id IN (%s) RETURNING
        """
            .formatted(marks(ids.size()));
    return sorted(
        Statements.query(sql, MessageTable::message, text + COLUMNS, with(ids, until, now)));
  }

  private static List<Message> sorted(List<Message> messages) {
    messages.sort(Comparator.comparingLong(Message::id)); // RETURNING promises no order
    return messages;
  }

  /// When the next of a queue's messages becomes visible after `now`; nothing where none ever does
  /// by itself.
  public Optional<Long> nextVisible(long queue, long now) {
    var next =
        Statements.number(
            sql,
            "SELECT min(visible_at) FROM message WHERE queue = ? AND visible_at > ?",
            queue,
            now);
    return next == 0 || next >= BEHIND ? Optional.empty() : Optional.of(next);
  }

  /// How the message is; nothing where it is gone or in another queue.
  public Optional<State> state(long queue, long id) {
    return Statements.query(
            sql,
            row ->
                new State(
                    row.getLong("visible_at"),
                    row.getBoolean("leased"),
                    row.getLong("receives"),
                    row.getString("lane")),
            "SELECT visible_at, leased, receives, lane FROM message WHERE id = ? AND queue = ?",
            id,
            queue)
        .stream()
        .findFirst();
  }

  /// The message; nothing where it is gone or in another queue.
  public Optional<Message> find(long queue, long id) {
    return Statements.query(
            sql,
            MessageTable::message,
            "SELECT " + COLUMNS + " FROM message WHERE id = ? AND queue = ?",
            id,
            queue)
        .stream()
        .findFirst();
  }

  /// Deletes those messages that were not received again since.
  ///
  /// @param fences by each message's id, how often it was received
  public void delete(long queue, List<Long> ids, List<Long> fences) {
    var values = new ArrayList<Object>(ids);
    values.add(queue);
    for (int i = 0; i < ids.size(); i++) {
      values.add(ids.get(i));
      values.add(fences.get(i));
    }
    Statements.update(sql, fencedDeletion(ids.size()), values.toArray());
  }

  /// The `+` keeps the queue's indices out: SQLite takes a queue to have ten messages, and would
  /// rather look at all of them than for ten ids.
  static String fencedDeletion(int count) {
    return "DELETE FROM message WHERE id IN ("
        + marks(count)
        + ") AND +queue = ? AND receives = CASE id"
        + " WHEN ? THEN ?".repeat(count)
        + " END";
  }

  /// Deletes these.
  public void delete(List<Long> ids) {
    Statements.update(
        sql, "DELETE FROM message WHERE id IN (" + marks(ids.size()) + ")", ids.toArray());
  }

  /// Sets when a message can be received next.
  public void show(long id, long visibleAt) {
    Statements.update(sql, "UPDATE message SET visible_at = ? WHERE id = ?", visibleAt, id);
  }

  /// Makes messages dead letters; the receive that found them so does not count.
  ///
  /// @param source the ARN of the queue that they leave
  public void bury(List<Long> ids, long deadLetterQueue, String source, long now) {
    Statements.update(
        sql,
        """
        UPDATE message SET queue = ?, dead_letter_source = ?, visible_at = ?, leased = FALSE,
          receives = receives - 1, earlier_receives = receives - 1
        WHERE id IN (%s)
        """
            .formatted(marks(ids.size())),
        with(ids, deadLetterQueue, source, now));
  }

  /// The ids of up to `most` messages of a queue up to `through`, the first ones first.
  public List<Long> upTo(long queue, long through, int most) {
    // By age, which has an index; ids are as old.
    return Statements.query(
        sql,
        row -> row.getLong(1),
        "SELECT id FROM message WHERE queue = ? AND id <= ? ORDER BY enqueued_at, id LIMIT ?",
        queue,
        through,
        most);
  }

  /// The ids of up to `most` messages of a queue that were enqueued no later than `oldest`.
  public List<Long> expired(long queue, long oldest, int most) {
    return Statements.query(
        sql,
        row -> row.getLong(1),
        """
        SELECT id FROM message WHERE queue = ? AND enqueued_at <= ?
        ORDER BY enqueued_at, id LIMIT ?
        """,
        queue,
        oldest,
        most);
  }

  /// Messages up to `through` that are not in flight, the oldest first, for whoever moves them on.
  public List<Message> movable(long queue, long through, long now, int most) {
    return Statements.query(
        sql,
        MessageTable::message,
        "SELECT "
            + COLUMNS
            + """
            FROM message
            WHERE queue = ? AND (visible_at <= ? OR visible_at = ?) AND id <= ?
            ORDER BY enqueued_at, id LIMIT ? <skipLocked>
            """,
        queue,
        now,
        BEHIND,
        through,
        most);
  }

  /// The largest id in use; 0 for none.
  public long last() {
    return Statements.number(sql, "SELECT max(id) FROM message");
  }

  private static @Nullable Object[] with(List<Long> ids, Object... first) {
    var values = new ArrayList<@Nullable Object>(List.of(first));
    values.addAll(ids);
    return values.toArray();
  }

  static Message message(ResultSet row) throws SQLException {
    return new Message(
        row.getLong(1),
        row.getLong(2),
        row.getLong(3),
        row.getLong(4),
        row.getLong(5),
        row.getLong(6),
        row.getLong(7),
        row.getLong(8),
        row.getString(9),
        row.getString(10),
        row.getString(11),
        row.getString(12),
        row.getString(13),
        row.getString(14),
        row.getString(15),
        row.getString(16),
        row.getString(17));
  }
}
