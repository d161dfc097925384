package dev.hearth.observability.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Clears away what was deleted or has expired, a piece in each transaction, so that others get
/// between.
public record LogExpiry(Handle sql) {
  /// Most rows of one piece.
  private static final int PIECE = 1_000;

  /// A deleted stream, or a deleted group when `streamId` is 0.
  public record Garbage(long groupId, long streamId) {}

  /// A group whose events expire.
  public record Expiring(long groupId, int days) {}

  /// Something deleted that is still to be cleared away.
  public Optional<Garbage> garbage() {
    return sql.select("SELECT group_id, stream_id FROM log_garbage LIMIT 1")
        .map((row, _) -> new Garbage(row.getLong("group_id"), row.getLong("stream_id")))
        .findOne();
  }

  /// Clears a piece of it away, and forgets it when that was the last.
  public void clear(Garbage garbage) {
    var cleared =
        garbage.streamId() == 0
            ? deleteEvents("group_id = ?", garbage.groupId(), garbage.groupId())
                + deleteStreams("group_id = ?", garbage.groupId())
            : deleteEvents("stream_id = ?", garbage.groupId(), garbage.streamId());
    if (cleared == 0) {
      sql.execute(
          "DELETE FROM log_garbage WHERE group_id = ? AND stream_id = ?",
          garbage.groupId(),
          garbage.streamId());
    }
  }

  /// All groups whose events expire.
  public List<Expiring> expiring() {
    return sql.select("SELECT id, retention_days FROM log_group WHERE retention_days IS NOT NULL")
        .map((row, _) -> new Expiring(row.getLong("id"), row.getInt("retention_days")))
        .list();
  }

  /// Deletes a piece of a group's events from before `limit`, and of the streams that are empty by
  /// that and were not written to since: there is one for each sandbox that ever ran.
  ///
  /// @return how many rows that were; none mean that it is done
  public int expire(long groupId, Instant limit) {
    return deleteEvents("group_id = ? AND at < ?", groupId, groupId, limit)
        + deleteStreams(
            "group_id = ? AND created_at < ? AND last_event_at < ?", groupId, limit, limit);
  }

  private int deleteEvents(String condition, long groupId, Object... arguments) {
    var sizes =
        sql.select(
                "DELETE FROM log_event WHERE seq IN (SELECT seq FROM log_event WHERE "
                    + condition
                    + " LIMIT "
                    + PIECE
                    + ") RETURNING octet_length(message) + 26",
                arguments)
            .mapTo(Long.class)
            .list();
    sql.execute(
        "UPDATE log_group SET stored_bytes = stored_bytes - ? WHERE id = ?",
        sizes.stream().mapToLong(Long::longValue).sum(),
        groupId);
    return sizes.size();
  }

  private int deleteStreams(String condition, Object... arguments) {
    return sql.execute(
        "DELETE FROM log_stream WHERE id IN (SELECT id FROM log_stream WHERE "
            + condition
            + " LIMIT "
            + PIECE
            + ")",
        arguments);
  }
}
