package dev.hearth.messaging.mappings.store;

import dev.hearth.store.Database;
import dev.hearth.store.Databases;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteMappingStoreTest extends MappingStoreContract {
  @TempDir private Path folder;

  @Override
  Database open() {
    return Databases.sqlite(folder.resolve("messaging.db"), MappingStore.SCHEMA);
  }
}
