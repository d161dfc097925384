package dev.hearth.identity.ledger;

import dev.hearth.identity.ledger.PendingUses.Counts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The rows, within one transaction.
record LedgerTable(Handle sql) {
  /// Resources of one action of one principal that are kept apart.
  private static final int MOST_RESOURCES = 200;

  private static final String UPDATE =
      """
      UPDATE access_use SET allowed = allowed + :allowed, denied = denied + :denied,
        last_denied = CASE WHEN :last >= last_at THEN :lastDenied ELSE last_denied END,
        region = CASE WHEN :last >= last_at THEN :region ELSE region END,
        last_allowed_at =
          CASE WHEN :lastAllowed > last_allowed_at THEN :lastAllowed ELSE last_allowed_at END,
        last_at = CASE WHEN :last > last_at THEN :last ELSE last_at END
      WHERE account = :account AND principal = :principal AND action = :action
        AND resource = :resource
      """;

  private static final String INSERT =
      """
      INSERT INTO access_use (account, principal, action, resource, region, allowed, denied,
        last_at, last_allowed_at, last_denied)
      VALUES (:account, :principal, :action, :resource, :region, :allowed, :denied, :last,
        :lastAllowed, :lastDenied)
      """;

  /// Counts more of a use. What is beyond the resources that are kept apart is counted under the
  /// ARN of all resources of its kind.
  void add(PendingUses.Key key, Counts counts) {
    if (write(UPDATE, key, key.resource(), counts) > 0) {
      return;
    }
    var resource = isFull(key) ? all(key.resource()) : key.resource();
    if (resource.equals(key.resource()) || write(UPDATE, key, resource, counts) == 0) {
      write(INSERT, key, resource, counts);
    }
  }

  private int write(String statement, PendingUses.Key key, String resource, Counts counts) {
    return sql.createUpdate(statement)
        .bind("account", key.account())
        .bind("principal", key.principal())
        .bind("action", key.action())
        .bind("resource", resource)
        .bind("region", counts.region())
        .bind("allowed", counts.allowed())
        .bind("denied", counts.denied())
        .bind("last", counts.last().toEpochMilli())
        .bind("lastAllowed", counts.lastAllowed().toEpochMilli())
        .bind("lastDenied", counts.lastDenied())
        .execute();
  }

  private boolean isFull(PendingUses.Key key) {
    return sql.createQuery(
                """
                SELECT COUNT(*) FROM access_use WHERE account = :account
                  AND principal = :principal AND action = :action
                """)
            .bind("account", key.account())
            .bind("principal", key.principal())
            .bind("action", key.action())
            .mapTo(Integer.class)
            .one()
        >= MOST_RESOURCES;
  }

  /// The ARN without its last name.
  private static String all(String resource) {
    int end = Math.max(resource.lastIndexOf(':'), resource.lastIndexOf('/'));
    return end < 0 ? "*" : resource.substring(0, end + 1) + "*";
  }

  void add(AccessDenial denial) {
    sql.execute(
        """
        INSERT INTO access_denial (request_id, at, account, principal, caller, action, resource,
          said, decided_by)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        denial.requestId(),
        denial.time().toEpochMilli(),
        denial.account(),
        denial.principal(),
        denial.caller(),
        denial.action(),
        denial.resource(),
        denial.said(),
        denial.decidedBy());
  }

  /// What a principal has asked for, by action and resource.
  List<AccessUse> uses(String account, String principal) {
    return sql.createQuery(
            """
            SELECT * FROM access_use WHERE account = :account AND principal = :principal
            ORDER BY action, resource
            """)
        .bind("account", account)
        .bind("principal", principal)
        .map((row, _) -> use(row))
        .list();
  }

  /// The newest first.
  List<AccessDenial> denials(String account, String principal, int most) {
    return sql.createQuery(
            """
            SELECT * FROM access_denial WHERE account = :account AND principal = :principal
            ORDER BY id DESC LIMIT :most
            """)
        .bind("account", account)
        .bind("principal", principal)
        .bind("most", most)
        .map((row, _) -> denial(row))
        .list();
  }

  List<AccessDenial> denials(String account, String requestId) {
    return sql.createQuery(
            "SELECT * FROM access_denial WHERE request_id = :id AND account = :account ORDER BY id")
        .bind("id", requestId)
        .bind("account", account)
        .map((row, _) -> denial(row))
        .list();
  }

  void add(ReportJob job) {
    sql.execute(
        "INSERT INTO access_report (id, account, arn, by_action, created) VALUES (?, ?, ?, ?, ?)",
        job.id(),
        job.account(),
        job.arn(),
        job.byAction(),
        job.created().toEpochMilli());
  }

  Optional<ReportJob> job(String account, String id) {
    return sql.createQuery("SELECT * FROM access_report WHERE id = :id AND account = :account")
        .bind("id", id)
        .bind("account", account)
        .map(
            (row, _) ->
                new ReportJob(
                    row.getString("id"),
                    row.getString("account"),
                    row.getString("arn"),
                    row.getBoolean("by_action"),
                    Instant.ofEpochMilli(row.getLong("created"))))
        .findOne();
  }

  void dropJobs(Instant before) {
    sql.execute("DELETE FROM access_report WHERE created < ?", before.toEpochMilli());
  }

  /// Forgets what is older, and the oldest of what is too much.
  void drop(Instant usesBefore, long mostUses, long mostDenials) {
    sql.execute("DELETE FROM access_use WHERE last_at < ?", usesBefore.toEpochMilli());
    sql.execute(
        """
        DELETE FROM access_use WHERE last_at <
          (SELECT last_at FROM access_use ORDER BY last_at DESC LIMIT 1 OFFSET ?)
        """,
        mostUses);
    sql.execute(
        "DELETE FROM access_denial WHERE id <= (SELECT MAX(id) FROM access_denial) - ?",
        mostDenials);
  }

  private static AccessUse use(ResultSet row) throws SQLException {
    long allowedAt = row.getLong("last_allowed_at");
    return new AccessUse(
        row.getString("principal"),
        row.getString("action"),
        row.getString("resource"),
        row.getString("region"),
        row.getLong("allowed"),
        row.getLong("denied"),
        Instant.ofEpochMilli(row.getLong("last_at")),
        allowedAt == 0 ? null : Instant.ofEpochMilli(allowedAt),
        row.getBoolean("last_denied"));
  }

  private static AccessDenial denial(ResultSet row) throws SQLException {
    return new AccessDenial(
        row.getString("request_id"),
        Instant.ofEpochMilli(row.getLong("at")),
        row.getString("account"),
        row.getString("principal"),
        row.getString("caller"),
        row.getString("action"),
        row.getString("resource"),
        row.getString("said"),
        row.getString("decided_by"));
  }
}
