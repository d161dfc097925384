package dev.hearth.messaging.queues.store;

import org.jdbi.v3.core.Handle;

/// The key that authenticates receipt handles. It is in the database, so that each node that shares
/// it knows the others' handles.
public final class ReceiptKeyTable {
  private final Handle sql;

  public ReceiptKeyTable(Handle sql) {
    this.sql = sql;
  }

  /// The key, which is `candidate` where there was none.
  public byte[] keep(byte[] candidate) {
    Statements.update(
        sql,
        "INSERT INTO receipt_key (id, secret) VALUES (1, ?) ON CONFLICT (id) DO NOTHING",
        candidate);
    return Statements.query(
            sql, row -> row.getBytes(1), "SELECT secret FROM receipt_key WHERE id = 1")
        .getFirst();
  }
}
