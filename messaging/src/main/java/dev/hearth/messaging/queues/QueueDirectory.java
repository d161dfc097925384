package dev.hearth.messaging.queues;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.queues.store.LaneTable;
import dev.hearth.messaging.queues.store.MessageTable;
import dev.hearth.messaging.queues.store.QueueTable;
import dev.hearth.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The queues: made, changed, listed, deleted; found from memory.
public final class QueueDirectory {
  /// How long a deleted queue's name cannot be taken. Source: `CreateQueue`.
  public static final Duration NAME_KEPT = Duration.ofSeconds(60);

  /// How often a queue can be purged. Source: `PurgeQueue`.
  public static final Duration PURGE_PAUSE = Duration.ofSeconds(60);

  private static final int MAX_REMEMBERED = 10_000;
  // A change on this node is seen at once; one on another node after this time at most.
  private static final Duration LIFE = Duration.ofSeconds(10);

  private final Database database;
  private final Waiters waiters;
  private final InstantSource clock;
  private final Cache<Arn, Optional<Queue>> remembered =
      Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).expireAfterWrite(LIFE).build();

  QueueDirectory(Database database, Waiters waiters, InstantSource clock) {
    this.database = database;
    this.waiters = waiters;
    this.clock = clock;
  }

  /// The queue with this ARN, from memory.
  public Optional<Queue> find(Arn arn) {
    return remembered.get(arn, this::load);
  }

  private Optional<Queue> load(Arn arn) {
    return isQueue(arn) ? database.read(sql -> load(sql, arn)) : Optional.empty();
  }

  private static boolean isQueue(Arn arn) {
    return arn.service().equals("sqs")
        && AccountId.isValid(arn.account())
        && Region.isValid(arn.region());
  }

  /// The queue as the transaction sees it.
  static Optional<Queue> load(Handle sql, Arn arn) {
    return row(sql, arn).map(QueueDirectory::queue);
  }

  private static Optional<QueueTable.Row> row(Handle sql, Arn arn) {
    return new QueueTable(sql)
        .find(new AccountId(arn.account()), new Region(arn.region()), arn.resource());
  }

  static Queue queue(QueueTable.Row row) {
    return new Queue(
        row.id(),
        Queue.arn(new Region(row.region()), new AccountId(row.account()), row.name()),
        QueueSettings.of(Json.read(row.attributes())),
        Map.copyOf(Json.read(row.tags())),
        Instant.ofEpochMilli(row.created()),
        Instant.ofEpochMilli(row.modified()));
  }

  /// Makes a queue, or finds the one that is as wanted already.
  ///
  /// @param attributes well-formed
  /// @throws ServiceException `QueueNameExists` for one with other attributes;
  ///   `QueueDeletedRecently`
  public Queue create(Arn arn, Map<String, String> attributes, Map<String, String> tags) {
    var account = new AccountId(arn.account());
    var region = new Region(arn.region());
    var created =
        database.write(
            sql -> {
              var table = new QueueTable(sql);
              var existing = table.find(account, region, arn.resource());
              if (existing.isPresent()) {
                var queue = queue(existing.get());
                refuseOthers(queue, attributes);
                return queue;
              }
              long now = clock.millis();
              var deleted = table.deletedAt(account, region, arn.resource());
              if (deleted.isPresent() && now - deleted.get() < NAME_KEPT.toMillis()) {
                throw new ServiceException(
                    "QueueDeletedRecently",
                    400,
                    "You must wait 60 seconds after deleting a queue before you can create another"
                        + " with the same name.");
              }
              table.insert(
                  account,
                  region,
                  arn.resource(),
                  now,
                  Json.write(attributes),
                  Json.write(tags),
                  deadLetterQueue(attributes));
              return load(sql, arn).orElseThrow();
            });
    remembered.invalidate(arn);
    return created;
  }

  private static void refuseOthers(Queue queue, Map<String, String> attributes) {
    var known = Attributes.of(queue);
    for (var wanted : attributes.entrySet()) {
      if (!wanted.getValue().equals(known.get(wanted.getKey()))) {
        throw new ServiceException(
            "QueueNameExists",
            400,
            "A queue already exists with the same name and a different value for attribute "
                + wanted.getKey());
      }
    }
  }

  private static @Nullable String deadLetterQueue(Map<String, String> attributes) {
    var policy = attributes.get("RedrivePolicy");
    return policy == null ? null : Redrive.parse(policy).deadLetterQueue().toString();
  }

  /// Changes a queue's attributes.
  ///
  /// @param change of those that were set; its outcome is well-formed
  /// @throws ServiceException `QueueDoesNotExist`
  public void setAttributes(Arn arn, UnaryOperator<Map<String, String>> change) {
    database.write(
        sql -> {
          var row = row(sql, arn).orElseThrow(QueueErrors::noSuchQueue);
          var before = Json.read(row.attributes());
          var after = change.apply(new HashMap<>(before));
          long now = clock.millis();
          new QueueTable(sql)
              .setAttributes(row.id(), Json.write(after), deadLetterQueue(after), now);
          var later = QueueSettings.of(after).delay().minus(QueueSettings.of(before).delay());
          if ("true".equals(after.get("FifoQueue")) && !later.isZero()) {
            new LaneTable(sql, row.id()).delayBy(later.toMillis(), now);
          }
          return null;
        });
    changed(arn);
  }

  /// Changes a queue's tags.
  ///
  /// @throws ServiceException `QueueDoesNotExist`
  public void setTags(Arn arn, UnaryOperator<Map<String, String>> change) {
    database.write(
        sql -> {
          var row = row(sql, arn).orElseThrow(QueueErrors::noSuchQueue);
          new QueueTable(sql)
              .setTags(row.id(), Json.write(change.apply(new HashMap<>(Json.read(row.tags())))));
          return null;
        });
    changed(arn);
  }

  /// Deletes a queue; whoever waits for its messages is told.
  ///
  /// @throws ServiceException `QueueDoesNotExist`
  public void delete(Arn arn) {
    long id =
        database.write(
            sql -> {
              var row = row(sql, arn).orElseThrow(QueueErrors::noSuchQueue);
              new QueueTable(sql).delete(row, clock.millis());
              return row.id();
            });
    remembered.invalidate(arn);
    waiters.wakeAll(id);
  }

  /// Marks all messages that a queue has for deletion.
  ///
  /// @return the id of the last of them
  /// @throws ServiceException `QueueDoesNotExist`, `PurgeQueueInProgress`
  long purge(Arn arn) {
    return database.write(
        sql -> {
          var row = row(sql, arn).orElseThrow(QueueErrors::noSuchQueue);
          long now = clock.millis();
          if (row.purged() > 0 && now - row.purged() < PURGE_PAUSE.toMillis()) {
            throw new ServiceException(
                "PurgeQueueInProgress",
                403,
                "Only one PurgeQueue operation on %s is allowed every 60 seconds."
                    .formatted(row.name()));
          }
          long last = new MessageTable(sql).last();
          new QueueTable(sql).purge(row.id(), now, last);
          return last;
        });
  }

  /// Queues of an account in the order of their names.
  ///
  /// @param after the name before the first; empty at the beginning
  public List<Queue> list(AccountId account, Region region, String prefix, String after, int most) {
    return database.read(
        sql ->
            new QueueTable(sql)
                .list(account, region, prefix, after, most).stream()
                    .map(QueueDirectory::queue)
                    .toList());
  }

  /// Queues whose dead letters go to `deadLetterQueue`, in the order of their names.
  ///
  /// @param after the name before the first; empty at the beginning
  public List<Queue> sources(Arn deadLetterQueue, String after, int most) {
    return database.read(
        sql ->
            new QueueTable(sql)
                .sources(deadLetterQueue.toString(), after, most).stream()
                    .map(QueueDirectory::queue)
                    .toList());
  }

  private void changed(Arn arn) {
    remembered.invalidate(arn);
  }
}
