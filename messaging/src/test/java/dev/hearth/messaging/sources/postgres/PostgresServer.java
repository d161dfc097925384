package dev.hearth.messaging.sources.postgres;

import dev.hearth.store.PostgresProcess;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// A real PostgreSQL whose changes can be read, and who writes there. Its database `shop` is that
/// of the role `functions`, whose password is `se/cret`.
public final class PostgresServer implements AutoCloseable {
  public final int port;
  private final PostgresProcess process;
  private Connection connection;

  /// @param level its `wal_level`, such as `logical`
  public PostgresServer(String level) throws IOException, SQLException {
    process = new PostgresProcess();
    port = process.port;
    process.start("wal_level=" + level);
    connection = process.connect("postgres");
    execute("CREATE ROLE functions LOGIN REPLICATION PASSWORD 'se/cret'");
    execute("CREATE ROLE reader LOGIN PASSWORD 'reader'");
    execute("CREATE ROLE replicator LOGIN REPLICATION PASSWORD 'replicator'");
    execute("CREATE DATABASE shop OWNER functions");
    connection.close();
    connection = process.connect("shop");
    execute("SET ROLE functions");
    execute("CREATE SCHEMA sales");
  }

  /// Ends all its connections, and listens again.
  void restart() throws IOException, SQLException {
    process.stop();
    process.start("wal_level=logical");
    connection = process.connect("shop");
    execute("SET ROLE functions");
  }

  /// In the database `shop`, as the role `functions`.
  public void execute(String... statements) {
    try (var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The first value of the first row; null where there is none.
  @Nullable String query(String sql) {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public boolean isEmpty(String table) {
    return query("SELECT 1 FROM " + table) == null;
  }

  /// Whether somebody reads what is written from now on. A slot that is still being made is in use
  /// as well, but what is written meanwhile may be before its beginning.
  public boolean isRead() {
    return "t"
        .equals(
            query(
                "SELECT bool_or(active AND confirmed_flush_lsn IS NOT NULL)"
                    + " FROM pg_replication_slots"));
  }

  /// Whether somebody has a slot.
  boolean isInUse() {
    return "t".equals(query("SELECT bool_or(active) FROM pg_replication_slots"));
  }

  @Override
  public void close() throws IOException, SQLException {
    connection.close();
    process.close();
  }
}
