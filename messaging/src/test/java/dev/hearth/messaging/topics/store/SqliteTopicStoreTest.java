package dev.hearth.messaging.topics.store;

import dev.hearth.store.Database;
import dev.hearth.store.Databases;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteTopicStoreTest extends TopicStoreContract {
  @TempDir Path folder;

  @Override
  Database open() {
    return Databases.sqlite(folder.resolve("x.db"), TopicStore.SCHEMA);
  }
}
