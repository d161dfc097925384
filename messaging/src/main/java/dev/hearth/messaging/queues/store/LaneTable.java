package dev.hearth.messaging.queues.store;

import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The lanes of FIFO queues: one for each message group. Of a lane's messages only the head has a
/// time at which it can be received; the others are behind it ([MessageTable#BEHIND]), and while
/// one of them is in flight the lane is locked.
public final class LaneTable {
  private final Handle sql;
  private final long queue;

  public LaneTable(Handle sql, long queue) {
    this.sql = sql;
    this.queue = queue;
  }

  /// A message that may be at the head of its lane.
  public record Head(long id, long visibleAt, String lane) {}

  /// A message in its lane.
  public record Place(long id, long visibleAt, long enqueuedAt) {}

  /// What an earlier message with the same token was answered.
  public record Earlier(String messageId, long sequence) {}

  /// Whether the lane has no messages.
  public boolean isEmpty(String lane) {
    return Statements.query(
            sql,
            row -> row.getLong(1),
            "SELECT 1 FROM message WHERE queue = ? AND lane = ? LIMIT 1",
            queue,
            lane)
        .isEmpty();
  }

  /// Visible messages, each of a lane that may be locked, in the order in which they became
  /// visible.
  ///
  /// @param after the last that was seen; null at the beginning
  public List<Head> heads(long now, long oldest, @Nullable Head after, int most) {
    return Statements.query(
        sql,
        row -> new Head(row.getLong(1), row.getLong(2), row.getString(3)),
        """
        SELECT id, visible_at, lane FROM message
        WHERE queue = ? AND visible_at <= ? AND (visible_at, id) > (?, ?) AND enqueued_at > ?
        ORDER BY visible_at, id LIMIT ?
        """,
        queue,
        now,
        after == null ? 0L : after.visibleAt(),
        after == null ? 0L : after.id(),
        oldest,
        most);
  }

  /// Whether a message of the lane is in flight.
  public boolean isLocked(String lane, long now) {
    return !Statements.query(
            sql,
            row -> row.getLong(1),
            """
            SELECT 1 FROM message WHERE queue = ? AND lane = ? AND leased AND visible_at > ? LIMIT 1
            """,
            queue,
            lane,
            now)
        .isEmpty();
  }

  /// The first messages of a lane behind `after`.
  public List<Place> first(String lane, long after, int most) {
    return Statements.query(
        sql,
        row -> new Place(row.getLong(1), row.getLong(2), row.getLong(3)),
        """
        SELECT id, visible_at, enqueued_at FROM message WHERE queue = ? AND lane = ? AND id > ?
        ORDER BY id LIMIT ?
        """,
        queue,
        lane,
        after,
        most);
  }

  /// Makes the first of a lane its head, unless one of the lane was received and is still there.
  ///
  /// @param delayMillis the queue's delay
  public void promote(String lane, long delayMillis) {
    Statements.update(
        sql,
        """
        UPDATE message SET visible_at = enqueued_at + ?
        WHERE id = (SELECT min(id) FROM message WHERE queue = ? AND lane = ?) AND visible_at = ?
          AND NOT EXISTS (SELECT 1 FROM message WHERE queue = ? AND lane = ? AND leased)
        """,
        delayMillis,
        queue,
        lane,
        MessageTable.BEHIND,
        queue,
        lane);
  }

  /// Moves the heads that wait for the queue's delay, when that has changed.
  public void delayBy(long millis, long now) {
    Statements.update(
        sql,
        """
        UPDATE message SET visible_at = visible_at + ?
        WHERE queue = ? AND visible_at > ? AND visible_at < ? AND NOT leased
        """,
        millis,
        queue,
        now,
        MessageTable.BEHIND);
  }

  /// Gives a dead letter its place in the lane that it came to, where its retention begins anew.
  public void arrive(long id, boolean head, long now) {
    Statements.update(
        sql,
        "UPDATE message SET visible_at = ?, enqueued_at = ? WHERE id = ?",
        head ? now : MessageTable.BEHIND,
        now,
        id);
  }

  /// The lanes of these messages.
  public List<String> lanes(List<Long> ids) {
    return Statements.query(
        sql,
        row -> row.getString(1),
        "SELECT DISTINCT lane FROM message WHERE id IN (" + Statements.marks(ids.size()) + ")",
        ids.toArray());
  }

  /// What was sent with this token after `since`, as list of at most one.
  public List<Earlier> duplicates(String scope, String token, long since) {
    return Statements.query(
        sql,
        row -> new Earlier(row.getString(1), row.getLong(2)),
        """
        SELECT message_id, sequence FROM deduplication
        WHERE queue = ? AND scope = ? AND token = ? AND sent_at > ?
        """,
        queue,
        scope,
        token,
        since);
  }

  /// Remembers a token.
  public void remember(String scope, String token, long now, Earlier sent) {
    Statements.update(
        sql,
        """
        INSERT INTO deduplication (queue, scope, token, sent_at, message_id, sequence)
        VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (queue, scope, token) DO UPDATE SET
          sent_at = excluded.sent_at, message_id = excluded.message_id,
          sequence = excluded.sequence
        """,
        queue,
        scope,
        token,
        now,
        sent.messageId(),
        sent.sequence());
  }

  /// Forgets up to `most` tokens of any queue that were sent no later than `oldest`.
  ///
  /// @return how many
  public static int forget(Handle sql, long oldest, int most) {
    return Statements.update(
        sql,
        """
        DELETE FROM deduplication WHERE (queue, scope, token) IN (
          SELECT queue, scope, token FROM deduplication WHERE sent_at <= ? LIMIT ?)
        """,
        oldest,
        most);
  }
}
