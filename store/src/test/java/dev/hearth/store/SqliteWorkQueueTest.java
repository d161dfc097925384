package dev.hearth.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteWorkQueueTest extends WorkQueueContract {
  @TempDir Path folder;

  @Override
  Database open() {
    return Databases.sqlite(folder.resolve("x.db"), WorkQueue.SCHEMA);
  }
}
