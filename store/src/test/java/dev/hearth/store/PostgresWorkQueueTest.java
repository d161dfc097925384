package dev.hearth.store;

class PostgresWorkQueueTest extends WorkQueueContract {
  @Override
  Database open() {
    return Databases.postgres(TemporaryPostgres.newDatabase(), WorkQueue.SCHEMA);
  }
}
