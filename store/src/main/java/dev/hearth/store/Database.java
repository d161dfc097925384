package dev.hearth.store;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// A SQL database, and the only way to it; [Databases] opens one.
///
/// SQL is written once for both engines: `BIGINT` epoch milliseconds for times (an `Instant` is
/// bound and read as such), `TEXT` for strings and JSON, `BYTEA` for bytes (a `Payload` or
/// `byte[]`), `BOOLEAN`, `INSERT … ON CONFLICT`, `RETURNING`, and no engine's own functions. What
/// they spell differently is given: see [Schema] for migrations; `<skipLocked>` at the end of a
/// `SELECT` locks its rows and passes over those that another node has locked.
///
/// A failure of the engine itself (disk full, damaged file, lost connection, too busy, closed) is
/// the [dev.hearth.kernel.ServiceException] `ServiceUnavailableException`, status 503, and means
/// that nothing was kept.
public interface Database extends AutoCloseable {
  /// Reads a consistent snapshot; what it writes is refused.
  <T extends @Nullable Object> T read(Work<T> work);

  /// One transaction, as if no other ran beside it, durable when this returns. Several callers'
  /// transactions may share one commit; each still succeeds or fails alone, in one piece, and an
  /// exception of `work` reaches the caller as it was thrown.
  ///
  /// `work` runs on a thread of the database's own. It may run again after a serialisation failure,
  /// so it must have no effect but on the handle; it must not begin or end transactions, call this
  /// database again, or go on after a statement that failed.
  default <T extends @Nullable Object> T write(Work<T> work) {
    return write(Isolation.SERIALIZABLE, work);
  }

  /// As [#write(Work)], where `work` can bear a weaker isolation and gains speed by it.
  <T extends @Nullable Object> T write(Isolation isolation, Work<T> work);

  /// Whether other processes may change the database: what was read is then old at any time, and
  /// not to be remembered where an old answer does harm.
  default boolean isShared() {
    return false;
  }

  /// Finishes what was begun; later calls are refused.
  @Override
  void close();

  /// What to do with a connection; it must not keep the handle.
  @FunctionalInterface
  interface Work<T extends @Nullable Object> {
    T run(Handle sql);
  }

  /// What a transaction may see of others that run beside it. With SQLite there are none.
  enum Isolation {
    /// Nothing: the outcome is that of some order, one after another.
    SERIALIZABLE,
    /// What others have committed before each statement; for single statements and queues.
    READ_COMMITTED
  }
}
