package dev.hearth.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// SQLite in one file: one writer that commits in groups, and a few readers beside it.
///
/// SQLite's code is native and holds on to the carrier of a virtual thread, of which there are as
/// many as processors: two slow scans would stop the whole server. So statements run on platform
/// threads of the database's own, at the price of a hand-over (about 10 µs).
final class SqliteDatabase implements Database {
  private static final int READERS = 4;
  private static final int MOST_WAITING = 8_192;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Mailbox<Unit<?>> reads = new Mailbox<>(MOST_WAITING, PATIENCE);
  private final Mailbox<Unit<?>> writes = new Mailbox<>(MOST_WAITING, PATIENCE);
  private final List<Thread> threads;

  private SqliteDatabase(SqliteFile file, SqliteWriter writer) {
    var name = "sqlite " + file.name();
    var readers =
        IntStream.rangeClosed(1, READERS)
            .mapToObj(n -> start(name + " reader " + n, new SqliteReader(file, reads)));
    threads =
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of(start(name + " writer", () -> writer.run(writes))),
                readers)
            .toList();
  }

  static Database open(Path path, List<Schema> schemas) {
    var file = new SqliteFile(path);
    return new SqliteDatabase(file, new SqliteWriter(file.openPrepared(schemas)));
  }

  private static Thread start(String name, Runnable loop) {
    return Thread.ofPlatform().daemon().name(name).start(loop);
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
    if (threads.contains(Thread.currentThread())) {
      throw new IllegalStateException("a database's work must not call its database again");
    }
    var unit = new Unit<T>(work);
    mailbox.put(unit);
    return unit.await();
  }

  @Override
  public void close() {
    reads.close();
    writes.close();
    for (var thread : threads) {
      join(thread);
    }
  }

  /// Waits even when interrupted: a writer left behind would hold the file.
  private static void join(Thread thread) {
    var interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
