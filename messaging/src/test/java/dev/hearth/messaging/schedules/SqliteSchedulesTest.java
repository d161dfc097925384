package dev.hearth.messaging.schedules;

import dev.hearth.store.Database;
import dev.hearth.store.Databases;
import dev.hearth.store.Schema;
import java.nio.file.Path;

class SqliteSchedulesTest extends SchedulesContract {
  @Override
  Database open(Path folder, Schema... schemas) {
    return Databases.sqlite(folder.resolve("messaging.db"), schemas);
  }
}
