package dev.hearth.messaging.mappings.store;

import dev.hearth.store.Database;
import dev.hearth.store.Databases;
import dev.hearth.store.TemporaryPostgres;

class PostgresMappingStoreTest extends MappingStoreContract {
  @Override
  Database open() {
    return Databases.postgres(TemporaryPostgres.newDatabase(), MappingStore.SCHEMA);
  }
}
