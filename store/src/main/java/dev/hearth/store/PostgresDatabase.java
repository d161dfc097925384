package dev.hearth.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// PostgreSQL, shared by nodes, over as many connections as threads. It gathers commits by itself.
final class PostgresDatabase implements Database {
  /// Transactions that collide run again this often; a collision is over in some milliseconds.
  private static final int ATTEMPTS = 12;

  private static final long LONGEST_CONNECT_MILLIS = 10_000;

  private final HikariDataSource pool;
  private final Jdbi jdbi;
  private final Mailbox<Task> tasks = new Mailbox<>();
  private final DatabaseThreads threads = new DatabaseThreads();

  /// A unit and how PostgreSQL isolates it.
  private record Task(Unit<?> unit, int isolation, boolean readOnly) {}

  private PostgresDatabase(HikariDataSource pool) {
    this.pool = pool;
    this.jdbi = Engine.POSTGRES.prepare(Jdbi.create(pool));
    // Transactions are begun and ended here, not by Jdbi, which would take each for a forgotten
    // one.
    jdbi.getConfig(Handles.class).setForceEndTransactions(false);
  }

  static Database open(PostgresAddress address, List<Schema> schemas) {
    HikariDataSource pool = null;
    try {
      pool = new HikariDataSource(settings(address));
      var database = new PostgresDatabase(pool);
      try (var sql = database.jdbi.open()) {
        Migrations.apply(Engine.POSTGRES, pool, sql, schemas);
        sql.getConnection().rollback();
      }
      for (var i = 1; i <= address.connections(); i++) {
        database.threads.start("postgres " + i, database::work);
      }
      return database;
    } catch (RuntimeException | SQLException e) {
      if (pool != null) {
        pool.close();
      }
      throw e instanceof StoreException refusal
          ? refusal
          : new StoreException("Cannot open " + address + ": " + e.getMessage(), e);
    }
  }

  private static HikariConfig settings(PostgresAddress address) {
    var settings = new HikariConfig();
    settings.setJdbcUrl(address.url());
    settings.setUsername(address.user());
    settings.setPassword(address.password());
    settings.setMaximumPoolSize(address.connections());
    settings.setMinimumIdle(1);
    settings.setConnectionTimeout(LONGEST_CONNECT_MILLIS);
    settings.setAutoCommit(false);
    settings.setPoolName("hearth");
    return settings;
  }

  @Override
  public <T extends @Nullable Object> T read(Work<T> work) {
    // Repeatable read is PostgreSQL's word for a snapshot.
    return run(work, Connection.TRANSACTION_REPEATABLE_READ, true);
  }

  @Override
  public boolean isShared() {
    return true;
  }

  @Override
  public <T extends @Nullable Object> T write(Isolation isolation, Work<T> work) {
    return switch (isolation) {
      case SERIALIZABLE -> run(work, Connection.TRANSACTION_SERIALIZABLE, false);
      case READ_COMMITTED -> run(work, Connection.TRANSACTION_READ_COMMITTED, false);
    };
  }

  private <T extends @Nullable Object> T run(Work<T> work, int isolation, boolean readOnly) {
    threads.refuseOwn();
    var unit = new Unit<T>(work);
    tasks.put(new Task(unit, isolation, readOnly));
    return unit.await();
  }

  /// The loop of one thread.
  private void work() {
    for (var next = tasks.take(1); !next.isEmpty(); next = tasks.take(1)) {
      var task = next.getFirst();
      try {
        complete(task);
        task.unit().acknowledge();
      } catch (SQLException | RuntimeException e) {
        task.unit().fail(Failures.engine(e));
      }
    }
  }

  private void complete(Task task) throws SQLException {
    for (var attempt = 1; collided(transact(task)); attempt++) {
      if (attempt == ATTEMPTS) {
        throw new SQLException("still colliding after " + ATTEMPTS + " attempts", "40001");
      }
      // Spread at random, or those that collided would meet again.
      LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1_000_000L << (attempt / 2)));
    }
  }

  /// @return what stopped the transaction, or null when it was committed
  private @Nullable Throwable transact(Task task) throws SQLException {
    try (var sql = jdbi.open()) {
      var connection = sql.getConnection();
      connection.setReadOnly(task.readOnly());
      connection.setTransactionIsolation(task.isolation());
      var failure = task.unit().run(sql);
      if (failure != null) {
        connection.rollback();
        return failure;
      }
      try {
        connection.commit();
        return null;
      } catch (SQLException e) {
        if (collided(e)) {
          return e;
        }
        throw e;
      }
    }
  }

  /// Serialization failure, or deadlock: the transaction was rolled back and may run again.
  private static boolean collided(@Nullable Throwable thrown) {
    var cause = Failures.sqlCause(thrown);
    return cause != null
        && ("40001".equals(cause.getSQLState()) || "40P01".equals(cause.getSQLState()));
  }

  @Override
  public void close() {
    tasks.close();
    threads.join();
    pool.close();
  }
}
