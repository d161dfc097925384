package dev.hearth.messaging.buses;

import dev.hearth.store.Database;
import dev.hearth.store.Databases;
import dev.hearth.store.Schema;
import dev.hearth.store.TemporaryPostgres;
import java.nio.file.Path;

class PostgresBusesTest extends BusesContract {
  @Override
  Database open(Path folder, Schema... schemas) {
    return Databases.postgres(TemporaryPostgres.newDatabase(), schemas);
  }
}
