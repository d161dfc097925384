package dev.hearth.store;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// A SQL database, and the only way to it.
///
/// SQL is written once for both engines: `BIGINT` epoch milliseconds for times, `TEXT` for strings
/// and JSON, `BYTEA` for bytes (SQLite keeps them as they are), `INSERT … ON CONFLICT`, no engine's
/// own functions.
public interface Database extends AutoCloseable {
  /// Reads a consistent snapshot; what it writes is refused.
  <T extends @Nullable Object> T read(Work<T> work);

  /// One transaction, durable when this returns. Several callers' transactions may share one
  /// commit; each still succeeds or fails alone, in one piece. May run `work` again after a
  /// serialisation failure, so it must have no effect but on the handle.
  <T extends @Nullable Object> T write(Work<T> work);

  @Override
  void close();

  /// What to do with a connection; it must not keep the handle.
  @FunctionalInterface
  interface Work<T extends @Nullable Object> {
    T run(Handle sql);
  }
}
