package dev.hearth.messaging.buses.store;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.Region;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/// The events of one archive, in one transaction.
public final class ArchivedEvents {
  private static final String WHERE =
      " WHERE account = :account AND region = :region AND archive = :archive";

  private final Handle sql;
  private final AccountId account;
  private final Region region;
  private final String archive;

  ArchivedEvents(Handle sql, AccountId account, Region region, String archive) {
    this.sql = sql;
    this.account = account;
    this.region = region;
    this.archive = archive;
  }

  /// @param id counts up in the order of arrival
  /// @param at when it happened, milliseconds since 1970
  /// @param received milliseconds since 1970
  public record Archived(long id, long at, long received, Payload json) {}

  /// How much there is.
  public record Size(long events, long bytes) {}

  public void add(Instant at, Instant received, byte[] json) {
    bind(sql.createUpdate(
            """
            INSERT INTO archived_events
              (account, region, archive, at, received_at, size, event)
            VALUES (:account, :region, :archive, :at, :received, :size, :event)
            """))
        .bind("at", at)
        .bind("received", received)
        .bind("size", json.length)
        .bind("event", json)
        .execute();
  }

  /// Up to `most` of the events behind `cursor` that happened in a range, in the order of their
  /// times.
  public List<Archived> page(Instant start, Instant end, ResourceTable.Cursor cursor, int most) {
    return bind(sql.createQuery(
            "SELECT id, at, received_at, event FROM archived_events"
                + WHERE
                + " AND at >= :start AND at < :end AND (at, id) > (:cursorAt, :cursorId)"
                + " ORDER BY at, id LIMIT :most"))
        .bind("start", start)
        .bind("end", end)
        .bind("cursorAt", cursor.at())
        .bind("cursorId", cursor.id())
        .bind("most", most)
        .map(
            (row, _) ->
                new Archived(
                    row.getLong("id"),
                    row.getLong("at"),
                    row.getLong("received_at"),
                    Payload.of(row.getBytes("event"))))
        .list();
  }

  public Size size() {
    return bind(sql.createQuery(
            "SELECT count(*) AS events, coalesce(sum(size), 0) AS bytes FROM archived_events"
                + WHERE))
        .map((row, _) -> new Size(row.getLong("events"), row.getLong("bytes")))
        .one();
  }

  /// Deletes up to `most` events that were received before `time`, and tells how many those were.
  public int forget(Instant time, int most) {
    return bind(sql.createUpdate(
            "DELETE FROM archived_events WHERE id IN (SELECT id FROM archived_events"
                + WHERE
                + " AND received_at < :time LIMIT :most)"))
        .bind("time", time)
        .bind("most", most)
        .execute();
  }

  public void clear() {
    bind(sql.createUpdate("DELETE FROM archived_events" + WHERE)).execute();
  }

  private <S extends SqlStatement<S>> S bind(S statement) {
    return statement
        .bind("account", account.digits())
        .bind("region", region.name())
        .bind("archive", archive);
  }
}
