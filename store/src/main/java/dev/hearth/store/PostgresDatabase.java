package dev.hearth.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// PostgreSQL, shared by nodes. Statements run on the caller's virtual thread; PostgreSQL itself
/// gathers commits.
final class PostgresDatabase implements Database {
  /// Transactions that collide are run again this often; collisions of one row are over in a few
  /// milliseconds.
  private static final int ATTEMPTS = 12;

  private static final long CONNECT_MILLIS = 10_000;

  private final HikariDataSource pool;
  private final Jdbi jdbi;

  private PostgresDatabase(HikariDataSource pool) {
    this.pool = pool;
    this.jdbi = Engine.POSTGRES.prepare(Jdbi.create(pool));
    // Transactions are begun and ended here, not by Jdbi, which would take each for a forgotten
    // one.
    jdbi.getConfig(Handles.class).setForceEndTransactions(false);
  }

  static Database open(PostgresAddress address, List<Schema> schemas) {
    try {
      var database = new PostgresDatabase(new HikariDataSource(settings(address)));
      try {
        database.migrate(schemas);
        return database;
      } catch (Throwable t) {
        database.close();
        throw t;
      }
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException | SQLException e) {
      throw new StoreException("Cannot open " + address + ": " + e.getMessage(), e);
    }
  }

  private static HikariConfig settings(PostgresAddress address) {
    var settings = new HikariConfig();
    settings.setJdbcUrl(address.url());
    settings.setUsername(address.user());
    settings.setPassword(address.password());
    settings.setMaximumPoolSize(address.connections());
    settings.setConnectionTimeout(CONNECT_MILLIS);
    settings.setAutoCommit(false);
    settings.setPoolName("hearth");
    return settings;
  }

  private void migrate(List<Schema> schemas) throws SQLException {
    try (var sql = jdbi.open()) {
      Migrations.apply(Engine.POSTGRES, pool, sql, schemas);
      sql.getConnection().rollback();
    }
  }

  /// Repeatable read is PostgreSQL's word for a snapshot.
  @Override
  public <T extends @Nullable Object> T read(Work<T> work) {
    try {
      return transaction(Connection.TRANSACTION_REPEATABLE_READ, true, work);
    } catch (SQLException | RuntimeException e) {
      throw Failures.rethrow(e);
    }
  }

  @Override
  public <T extends @Nullable Object> T write(Isolation isolation, Work<T> work) {
    var level =
        switch (isolation) {
          case SERIALIZABLE -> Connection.TRANSACTION_SERIALIZABLE;
          case READ_COMMITTED -> Connection.TRANSACTION_READ_COMMITTED;
        };
    for (var attempt = 1; ; attempt++) {
      try {
        return transaction(level, false, work);
      } catch (SQLException | RuntimeException e) {
        if (!collided(e)) {
          throw Failures.rethrow(e);
        }
        if (attempt == ATTEMPTS) {
          throw Failures.unavailable("The store is too busy. Try again later.", e);
        }
        // Spread at random, or those that collided would meet again.
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1_000_000L << (attempt / 2)));
      }
    }
  }

  private <T extends @Nullable Object> T transaction(int isolation, boolean readOnly, Work<T> work)
      throws SQLException {
    try (Handle sql = jdbi.open()) {
      var connection = sql.getConnection();
      connection.setReadOnly(readOnly);
      connection.setTransactionIsolation(isolation);
      try {
        var result = work.run(sql);
        connection.commit();
        return result;
      } catch (Throwable t) {
        connection.rollback();
        throw t;
      }
    }
  }

  /// Serialization failure, or deadlock: the transaction was rolled back and may run again.
  private static boolean collided(Throwable thrown) {
    var cause = Failures.sqlCause(thrown);
    return cause != null
        && ("40001".equals(cause.getSQLState()) || "40P01".equals(cause.getSQLState()));
  }

  @Override
  public void close() {
    pool.close();
  }
}
