package dev.hearth.store;

import java.nio.file.Path;
import java.util.List;

/// Opens databases, with their tables brought up to date.
public final class Databases {
  private Databases() {}

  /// One SQLite file, made when absent; only one process may have it open (see [DataFolder]).
  ///
  /// No other code of this process may open the file, not even to copy it: closing any descriptor
  /// of it would drop SQLite's locks (POSIX locks belong to the process).
  ///
  /// @throws StoreException when the file is damaged, cannot be written, or its tables are newer
  ///   than those that this program knows
  public static Database sqlite(Path file, Schema... schemas) {
    return SqliteDatabase.open(file, List.of(schemas));
  }

  /// A PostgreSQL database that many nodes may share.
  ///
  /// @throws StoreException when it does not answer or its tables are newer than those that this
  ///   program knows
  public static Database postgres(PostgresAddress address, Schema... schemas) {
    return PostgresDatabase.open(address, List.of(schemas));
  }
}
