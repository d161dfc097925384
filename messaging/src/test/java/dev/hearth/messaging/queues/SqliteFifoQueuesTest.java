package dev.hearth.messaging.queues;

import dev.hearth.store.Database;
import dev.hearth.store.Databases;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteFifoQueuesTest extends FifoQueuesContract {
  @TempDir Path folder;

  @Override
  Database open() {
    return Databases.sqlite(folder.resolve("messaging.db"), QueuesPart.SCHEMA);
  }
}
