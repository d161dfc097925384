package dev.hearth.messaging.topics.store;

import dev.hearth.messaging.topics.TopicArn;
import dev.hearth.store.Database;
import dev.hearth.store.Database.Isolation;
import dev.hearth.store.Schema;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Topics and all that belongs to them.
public final class TopicStore {
  /// The tables, to be given when the database is opened.
  public static final Schema SCHEMA = new Schema("topics");

  private final Database database;
  private final TopicCache cache;

  /// @param database opened with [#SCHEMA]
  public TopicStore(Database database) {
    this.database = database;
    this.cache = new TopicCache(database);
  }

  /// What publishing and deciding read.
  public TopicCache cache() {
    return cache;
  }

  /// One consistent look.
  public <T extends @Nullable Object> T read(Function<TopicTables, T> work) {
    return database.read(sql -> work.apply(new TopicTables(sql)));
  }

  /// One transaction.
  public <T extends @Nullable Object> T write(Function<TopicTables, T> work) {
    return database.write(sql -> work.apply(new TopicTables(sql)));
  }

  /// One transaction whose statements find their rows by themselves.
  public void append(Isolation isolation, Consumer<TopicTables> work) {
    database.write(
        isolation,
        sql -> {
          work.accept(new TopicTables(sql));
          return null;
        });
  }

  /// One transaction that changes a topic or its subscriptions; whoever publishes afterwards sees
  /// it.
  public <T extends @Nullable Object> T change(TopicArn topic, Function<TopicTables, T> work) {
    try {
      return write(work);
    } finally {
      cache.forget(topic);
    }
  }
}
