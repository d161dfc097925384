package dev.hearth.store;

import java.sql.SQLException;
import org.jdbi.v3.core.Handle;

/// One reading thread with its own connection, opened when the first work comes.
final class SqliteReader implements Runnable {
  private final SqliteFile file;
  private final Mailbox<Unit<?>> mailbox;

  SqliteReader(SqliteFile file, Mailbox<Unit<?>> mailbox) {
    this.file = file;
    this.mailbox = mailbox;
  }

  @Override
  public void run() {
    Handle sql = null;
    for (var units = mailbox.take(1); !units.isEmpty(); units = mailbox.take(1)) {
      var unit = units.getFirst();
      try {
        if (sql == null) {
          sql = file.openReader();
        }
        read(sql, unit);
      } catch (SQLException | RuntimeException e) {
        unit.fail(Failures.engine(e));
      }
    }
    if (sql != null) {
      sql.close();
    }
  }

  /// A transaction, so that all of the work's statements see one snapshot.
  private static void read(Handle sql, Unit<?> unit) throws SQLException {
    try (var statement = sql.getConnection().createStatement()) {
      statement.execute("BEGIN");
      try {
        unit.run(sql);
      } finally {
        statement.execute("ROLLBACK");
      }
      unit.acknowledge();
    }
  }
}
