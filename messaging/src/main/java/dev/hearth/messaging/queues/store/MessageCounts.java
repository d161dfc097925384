package dev.hearth.messaging.queues.store;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// How many messages a queue has. Each answer costs a look at every message that it counts.
public final class MessageCounts {
  private final Handle sql;

  public MessageCounts(Handle sql) {
    this.sql = sql;
  }

  /// How many messages are not in flight.
  public long movable(long queue, long now) {
    return Statements.number(
        sql,
        "SELECT count(*) FROM message WHERE queue = ? AND (visible_at <= ? OR visible_at = ?)",
        queue,
        now,
        MessageTable.BEHIND);
  }

  /// When the oldest of a queue's messages was enqueued; nothing where it has none.
  public Optional<Long> oldest(long queue) {
    var oldest =
        Statements.number(sql, "SELECT min(enqueued_at) FROM message WHERE queue = ?", queue);
    return oldest == 0 ? Optional.empty() : Optional.of(oldest);
  }

  /// How many could be received now.
  public long visible(long queue, long now) {
    return Statements.number(
        sql, "SELECT count(*) FROM message WHERE queue = ? AND visible_at <= ?", queue, now);
  }

  /// How many are hidden after they were received.
  public long inFlight(long queue, long now) {
    return Statements.number(
        sql,
        """
        SELECT count(*) FROM message
        WHERE queue = ? AND visible_at > ? AND visible_at < ? AND leased
        """,
        queue,
        now,
        MessageTable.BEHIND);
  }

  /// How many wait for their time, or behind others.
  public long waiting(long queue, long now) {
    return Statements.number(
        sql,
        "SELECT count(*) FROM message WHERE queue = ? AND visible_at > ? AND NOT leased",
        queue,
        now);
  }

  /// How many were enqueued after `since` and not received yet.
  public long newer(long queue, long since) {
    return Statements.number(
        sql,
        "SELECT count(*) FROM message WHERE queue = ? AND enqueued_at > ? AND NOT leased",
        queue,
        since);
  }
}
