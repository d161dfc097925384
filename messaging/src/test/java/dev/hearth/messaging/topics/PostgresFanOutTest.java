package dev.hearth.messaging.topics;

import dev.hearth.messaging.queues.QueuesPart;
import dev.hearth.store.Database;
import dev.hearth.store.Databases;
import dev.hearth.store.TemporaryPostgres;
import dev.hearth.store.WorkQueue;
import java.nio.file.Path;

class PostgresFanOutTest extends FanOutContract {
  @Override
  Database open(Path folder) {
    return Databases.postgres(
        TemporaryPostgres.newDatabase(), QueuesPart.SCHEMA, TopicsPart.SCHEMA, WorkQueue.SCHEMA);
  }
}
