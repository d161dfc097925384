package dev.hearth.messaging.topics.store;

import dev.hearth.kernel.AccountId;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// The outbox in one transaction.
public final class OutboxTable {
  private static final int FORGOTTEN_AT_ONCE = 1_000;

  private final Handle sql;

  OutboxTable(Handle sql) {
    this.sql = sql;
  }

  public void add(OutboxEntry entry) {
    sql.createUpdate(
            """
            INSERT INTO outbox
              (account, written_at, protocol, recipient, topic, message_id, subject, body, label)
            VALUES (:account, :written, :protocol, :recipient, :topic, :message, :subject, :body,
              :label)
            """)
        .bind("account", entry.account().digits())
        .bind("written", entry.written())
        .bind("protocol", entry.protocol())
        .bind("recipient", entry.recipient())
        .bind("topic", entry.topic())
        .bind("message", entry.messageId())
        .bind("subject", entry.subject())
        .bind("body", entry.body())
        .bind("label", entry.label())
        .execute();
  }

  /// An account's entries, the latest first.
  ///
  /// @param recipient empty for any
  /// @param before the [OutboxEntry#id] that was listed last; [Long#MAX_VALUE] for the beginning
  public List<OutboxEntry> list(AccountId account, String recipient, long before, int most) {
    return sql.createQuery(
            """
            SELECT * FROM outbox
            WHERE account = :account AND id < :before AND (:recipient = '' OR recipient = :recipient)
            ORDER BY id DESC LIMIT :most
            """)
        .bind("account", account.digits())
        .bind("before", before)
        .bind("recipient", recipient)
        .bind("most", most)
        .map(
            (row, _) ->
                new OutboxEntry(
                    row.getLong("id"),
                    new AccountId(row.getString("account")),
                    Instant.ofEpochMilli(row.getLong("written_at")),
                    row.getString("protocol"),
                    row.getString("recipient"),
                    row.getString("topic"),
                    row.getString("message_id"),
                    row.getString("subject"),
                    row.getString("body"),
                    row.getString("label")))
        .list();
  }

  /// Deletes some of what was written before `then`, or is not among the latest, and tells how much
  /// that was.
  ///
  /// @param latest how many of all accounts' entries are kept
  public int forget(Instant then, int latest) {
    return sql.createUpdate(
            """
            DELETE FROM outbox WHERE id IN (
              SELECT id FROM outbox
              WHERE written_at < :then OR id <= (SELECT max(id) - :latest FROM outbox)
              LIMIT :most)
            """)
        .bind("then", then)
        .bind("latest", latest)
        .bind("most", FORGOTTEN_AT_ONCE)
        .execute();
  }
}
