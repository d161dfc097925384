package dev.hearth.identity.store;

import dev.hearth.kernel.AccountId;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The last credential report of the account.
public final class CredentialReports {
  /// @param content CSV
  public record Report(String content, Instant generatedAt) {}

  private final Handle sql;
  private final AccountId account;

  CredentialReports(Handle sql, AccountId account) {
    this.sql = sql;
    this.account = account;
  }

  public Optional<Report> last() {
    return sql.select(
            "SELECT content, generated_at FROM iam_credential_report WHERE account = ?",
            account.digits())
        .map(
            (row, _) ->
                new Report(
                    row.getString("content"), Instant.ofEpochMilli(row.getLong("generated_at"))))
        .findOne();
  }

  /// Replaces the last one.
  public void put(Report report) {
    sql.execute(
        "INSERT INTO iam_credential_report (account, content, generated_at) VALUES (?, ?, ?)"
            + " ON CONFLICT (account) DO UPDATE SET content = excluded.content,"
            + " generated_at = excluded.generated_at",
        account.digits(),
        report.content(),
        report.generatedAt());
  }
}
