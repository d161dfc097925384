package dev.hearth.messaging.topics.store;

import dev.hearth.store.Database;
import dev.hearth.store.Databases;
import dev.hearth.store.TemporaryPostgres;

class PostgresTopicStoreTest extends TopicStoreContract {
  @Override
  Database open() {
    return Databases.postgres(TemporaryPostgres.newDatabase(), TopicStore.SCHEMA);
  }
}
