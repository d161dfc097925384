package dev.hearth.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteDataSource;

/// Opens connections to one SQLite file, as all of Hearth's are set.
final class SqliteFile {
  /// SQLite cuts a write-ahead log that has grown beyond this back after a checkpoint.
  private static final int WAL_KEPT_BYTES = 64 * 1024 * 1024;

  private final Path path;

  SqliteFile(Path path) {
    this.path = path;
  }

  String name() {
    return path.getFileName().toString();
  }

  /// The writer's connection, with the tables up to date.
  Handle openPrepared(List<Schema> schemas) {
    try {
      SqliteLibrary.keepIn(path.toAbsolutePath().resolveSibling("native"));
      var sql = handle(connect(settings()));
      try {
        Migrations.apply(Engine.SQLITE, source(settings()), sql, schemas);
        return sql;
      } catch (Throwable t) {
        sql.close();
        throw t;
      }
    } catch (RuntimeException | SQLException | IOException e) {
      if (e instanceof StoreException refusal) {
        throw refusal;
      }
      throw new StoreException("Cannot open " + path + ": " + e.getMessage(), e);
    }
  }

  Handle openReader() throws SQLException {
    var settings = settings();
    settings.setReadOnly(true);
    return handle(connect(settings));
  }

  private Handle handle(Connection connection) {
    return Engine.SQLITE.prepare(Jdbi.create(() -> connection)).open();
  }

  private Connection connect(SQLiteConfig settings) throws SQLException {
    return source(settings).getConnection();
  }

  private SQLiteDataSource source(SQLiteConfig settings) {
    var source = new SQLiteDataSource(settings);
    source.setUrl("jdbc:sqlite:" + path);
    return source;
  }

  private static SQLiteConfig settings() {
    var settings = new SQLiteConfig();
    settings.setJournalMode(JournalMode.WAL);
    // NORMAL would sync only at checkpoints: a power cut could lose what was acknowledged.
    settings.setSynchronous(SynchronousMode.FULL);
    settings.enforceForeignKeys(true);
    settings.setBusyTimeout(5_000);
    settings.setJournalSizeLimit(WAL_KEPT_BYTES);
    return settings;
  }
}
