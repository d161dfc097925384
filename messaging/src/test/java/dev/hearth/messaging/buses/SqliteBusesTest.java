package dev.hearth.messaging.buses;

import dev.hearth.store.Database;
import dev.hearth.store.Databases;
import dev.hearth.store.Schema;
import java.nio.file.Path;

class SqliteBusesTest extends BusesContract {
  @Override
  Database open(Path folder, Schema... schemas) {
    return Databases.sqlite(folder.resolve("messaging.db"), schemas);
  }
}
