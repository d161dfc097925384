package dev.hearth.messaging.mappings.store;

import java.util.List;
import org.jdbi.v3.core.Handle;

/// How far mappings have read, in one transaction.
public final class LaneTable {
  private final Handle sql;

  LaneTable(Handle sql) {
    this.sql = sql;
  }

  /// By shard and number.
  public List<Lane> of(String mapping) {
    return sql.createQuery(
            "SELECT * FROM event_source_lanes WHERE mapping = :mapping ORDER BY shard, lane")
        .bind("mapping", mapping)
        .map((row, _) -> MappingColumns.lane(row))
        .list();
  }

  public void put(String mapping, Lane lane) {
    MappingColumns.bind(
            mapping,
            lane,
            sql.createUpdate(
                """
                INSERT INTO event_source_lanes (mapping, shard, lane, position, ended, retries,
                  window_start, window_state, window_cut)
                VALUES (:mapping, :shard, :lane, :position, :ended, :retries, :windowStart,
                  :windowState, :windowCut)
                ON CONFLICT (mapping, shard, lane) DO UPDATE SET position = excluded.position,
                  ended = excluded.ended, retries = excluded.retries,
                  window_start = excluded.window_start, window_state = excluded.window_state,
                  window_cut = excluded.window_cut
                """))
        .execute();
  }

  /// Forgets a shard.
  public void delete(String mapping, String shard) {
    sql.createUpdate("DELETE FROM event_source_lanes WHERE mapping = :mapping AND shard = :shard")
        .bind("mapping", mapping)
        .bind("shard", shard)
        .execute();
  }

  void delete(String mapping) {
    sql.createUpdate("DELETE FROM event_source_lanes WHERE mapping = :mapping")
        .bind("mapping", mapping)
        .execute();
  }
}
