package dev.hearth.messaging.queues;

import dev.hearth.messaging.queues.store.LaneTable;
import dev.hearth.messaging.queues.store.MessageCounts;
import dev.hearth.messaging.queues.store.MessageTable;
import dev.hearth.messaging.queues.store.QueueTable;
import dev.hearth.store.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiFunction;
import org.jdbi.v3.core.Handle;

/// Deletes what has had its time: expired messages, those that were purged or whose queue is gone,
/// and old tokens against duplicates. It looks at what is to be deleted only, and deletes few at
/// once so that others get between.
final class QueueSweep {
  /// How long a deleted queue is remembered: its name is kept from others, and a message that was
  /// on its way into it is found.
  private static final Duration REMEMBERED = Duration.ofMinutes(5);

  private static final int AT_ONCE = 500;
  private static final int QUEUES_AT_ONCE = 100;

  private final Database database;
  private final InstantSource clock;

  QueueSweep(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  void run() {
    long now = clock.millis();
    long last = 0;
    while (true) {
      long after = last;
      var rows = database.read(sql -> new QueueTable(sql).all(after, QUEUES_AT_ONCE));
      if (!rows.isEmpty()) {
        last = rows.getLast().id();
        var due = database.read(sql -> rows.stream().filter(row -> isDue(sql, row, now)).toList());
        due.forEach(row -> sweep(row, now));
      }
      if (rows.size() < QUEUES_AT_ONCE) {
        break;
      }
    }
    for (var deleted : database.read(sql -> new QueueTable(sql).deleted())) {
      empty(deleted, now);
    }
    long oldest = now - Sending.DEDUPLICATION.toMillis();
    while (database.write(sql -> LaneTable.forget(sql, oldest, AT_ONCE)) == AT_ONCE) {}
  }

  private static boolean isDue(Handle sql, QueueTable.Row row, long now) {
    var oldest = new MessageCounts(sql).oldest(row.id());
    long retention = QueueDirectory.queue(row).settings().retention().toMillis();
    return row.purgeThrough() > 0 || (oldest.isPresent() && oldest.get() <= now - retention);
  }

  private void sweep(QueueTable.Row row, long now) {
    var queue = QueueDirectory.queue(row);
    long oldest = now - queue.settings().retention().toMillis();
    while (delete(queue, (messages, most) -> messages.expired(queue.id(), oldest, most))) {}
    if (row.purgeThrough() > 0) {
      purge(queue, row.purgeThrough(), Integer.MAX_VALUE - AT_ONCE);
    }
  }

  /// Deletes the messages up to `through`, or about `most` of them; the rest is left to the sweep.
  void purge(Queue queue, long through, int most) {
    for (int deleted = 0;
        delete(queue, (messages, atOnce) -> messages.upTo(queue.id(), through, atOnce));
        deleted += AT_ONCE) {
      if (deleted >= most) {
        return;
      }
    }
    database.write(
        sql -> {
          new QueueTable(sql).purged(queue.id(), through);
          return null;
        });
  }

  /// Deletes some messages of a queue that is still there.
  ///
  /// @return whether there may be more
  private boolean delete(Queue queue, BiFunction<MessageTable, Integer, List<Long>> chosen) {
    // Most of the time there is nothing, and to find that out needs no writer.
    if (database.read(sql -> chosen.apply(new MessageTable(sql), 1)).isEmpty()) {
      return false;
    }
    return database.write(
        sql -> {
          var messages = new MessageTable(sql);
          var ids = chosen.apply(messages, AT_ONCE);
          if (!ids.isEmpty()) {
            Queues.remove(sql, queue, ids);
          }
          return ids.size() == AT_ONCE;
        });
  }

  private void empty(QueueTable.Deleted deleted, long now) {
    boolean more = true;
    while (more) {
      more =
          database.write(
              sql -> {
                var messages = new MessageTable(sql);
                var ids = messages.upTo(deleted.id(), Long.MAX_VALUE, AT_ONCE);
                if (!ids.isEmpty()) {
                  messages.delete(ids);
                } else if (deleted.at() + REMEMBERED.toMillis() < now) {
                  new QueueTable(sql).forget(deleted.id());
                }
                return ids.size() == AT_ONCE;
              });
    }
  }
}
