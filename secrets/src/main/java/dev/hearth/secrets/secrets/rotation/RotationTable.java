package dev.hearth.secrets.secrets.rotation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Rotations, within one transaction. Those of secrets that are to be deleted are not due.
public record RotationTable(Handle sql) {
  public Optional<Rotation> find(long secretId) {
    return sql.createQuery("SELECT * FROM secret_rotation WHERE secret_id = :id")
        .bind("id", secretId)
        .map((row, _) -> rotation(row))
        .findOne();
  }

  /// Adds or replaces.
  public void put(Rotation rotation) {
    sql.execute(
        """
        INSERT INTO secret_rotation (secret_id, enabled, function_arn, days, expression, duration,
          configured_at, last_rotated_at, next_at, token, attempts, retry_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (secret_id) DO UPDATE SET enabled = excluded.enabled,
          function_arn = excluded.function_arn, days = excluded.days,
          expression = excluded.expression, duration = excluded.duration,
          configured_at = excluded.configured_at, last_rotated_at = excluded.last_rotated_at,
          next_at = excluded.next_at, token = excluded.token, attempts = excluded.attempts,
          retry_at = excluded.retry_at
        """,
        rotation.secretId(),
        rotation.enabled(),
        rotation.functionArn(),
        rotation.plan().days(),
        rotation.plan().expression(),
        rotation.plan().duration(),
        rotation.configured(),
        rotation.lastRotated(),
        rotation.next(),
        rotation.token(),
        rotation.attempts(),
        rotation.retry());
  }

  /// The secrets whose rotation is to begin.
  public List<Long> toBegin(Instant now) {
    return ids("r.enabled = ? AND r.token IS NULL AND r.next_at <= ?", true, now);
  }

  /// The secrets whose rotation is to be tried.
  public List<Long> toTry(Instant now) {
    return ids("r.token IS NOT NULL AND r.retry_at <= ?", now);
  }

  private List<Long> ids(String where, Object... values) {
    return sql.select(
            "SELECT r.secret_id FROM secret_rotation r JOIN secret s ON s.id = r.secret_id"
                + " WHERE s.deletion_at IS NULL AND "
                + where,
            values)
        .mapTo(Long.class)
        .list();
  }

  private static Rotation rotation(ResultSet row) throws SQLException {
    int days = row.getInt("days");
    Integer given = row.wasNull() ? null : days;
    return new Rotation(
        row.getLong("secret_id"),
        row.getBoolean("enabled"),
        row.getString("function_arn"),
        new RotationPlan(given, row.getString("expression"), row.getString("duration")),
        Instant.ofEpochMilli(row.getLong("configured_at")),
        instant(row, "last_rotated_at"),
        instant(row, "next_at"),
        row.getString("token"),
        row.getInt("attempts"),
        instant(row, "retry_at"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
