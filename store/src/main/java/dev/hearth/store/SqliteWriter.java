package dev.hearth.store;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// The one writing thread: takes what has gathered while the last commit was synced to disk, and
/// commits it together.
///
/// A sync costs some hundred microseconds to milliseconds, so its cost must be shared: each unit of
/// a group runs in a savepoint of its own and succeeds or fails alone, one commit makes all
/// durable, and only then anyone is acknowledged.
final class SqliteWriter {
  /// Bounds how long the first of a group waits for the last.
  private static final int LARGEST_GROUP = 256;

  private final Handle sql;

  SqliteWriter(Handle sql) {
    this.sql = sql;
  }

  void run(Mailbox<Unit<?>> mailbox) {
    try (sql) {
      for (var group = mailbox.take(LARGEST_GROUP);
          !group.isEmpty();
          group = mailbox.take(LARGEST_GROUP)) {
        try {
          commit(group);
          group.forEach(Unit::acknowledge);
        } catch (SQLException | RuntimeException e) {
          // Even those whose own work went well: what was not committed did not happen.
          var failure = Failures.engine(e);
          group.forEach(unit -> unit.fail(failure));
        }
      }
    }
  }

  private void commit(List<Unit<?>> group) throws SQLException {
    try (var statement = sql.getConnection().createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      try {
        for (var unit : group) {
          statement.execute("SAVEPOINT unit");
          var failure = unit.run(sql);
          if (failure != null) {
            undo(statement, failure);
          }
          statement.execute("RELEASE unit");
        }
        statement.execute("COMMIT");
      } catch (SQLException | RuntimeException e) {
        rollback(statement, e);
        throw e;
      }
    }
  }

  private static void undo(Statement statement, Throwable failure) {
    try {
      statement.execute("ROLLBACK TO unit");
    } catch (SQLException _) {
      throw new IllegalStateException("SQLite undid the whole transaction", failure);
    }
  }

  private static void rollback(Statement statement, Exception because) {
    try {
      statement.execute("ROLLBACK");
    } catch (SQLException e) {
      because.addSuppressed(e); // SQLite did so by itself, as on a full disk
    }
  }
}
