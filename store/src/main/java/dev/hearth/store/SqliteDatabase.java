package dev.hearth.store;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// SQLite in one file: one writer that commits in groups, and a few readers beside it.
final class SqliteDatabase implements Database {
  private static final int READERS = 4;

  private final Mailbox<Unit<?>> reads = new Mailbox<>();
  private final Mailbox<Unit<?>> writes = new Mailbox<>();
  private final DatabaseThreads threads = new DatabaseThreads();

  private SqliteDatabase(SqliteFile file, SqliteWriter writer) {
    threads.start(file.name() + " writer", () -> writer.run(writes));
    for (var i = 1; i <= READERS; i++) {
      threads.start(file.name() + " reader " + i, new SqliteReader(file, reads));
    }
  }

  static Database open(Path path, List<Schema> schemas) {
    var file = new SqliteFile(path);
    return new SqliteDatabase(file, new SqliteWriter(file.openPrepared(schemas)));
  }

  @Override
  public <T extends @Nullable Object> T read(Work<T> work) {
    return run(reads, work);
  }

  @Override
  public <T extends @Nullable Object> T write(Isolation isolation, Work<T> work) {
    return run(writes, work);
  }

  private <T extends @Nullable Object> T run(Mailbox<Unit<?>> mailbox, Work<T> work) {
    threads.refuseOwn();
    var unit = new Unit<T>(work);
    mailbox.put(unit);
    return unit.await();
  }

  @Override
  public void close() {
    reads.close();
    writes.close();
    threads.join();
  }
}
