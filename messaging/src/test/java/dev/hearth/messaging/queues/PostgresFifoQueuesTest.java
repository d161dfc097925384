package dev.hearth.messaging.queues;

import dev.hearth.store.Database;
import dev.hearth.store.Databases;
import dev.hearth.store.TemporaryPostgres;

class PostgresFifoQueuesTest extends FifoQueuesContract {
  @Override
  Database open() {
    return Databases.postgres(TemporaryPostgres.newDatabase(), QueuesPart.SCHEMA);
  }
}
