package dev.hearth.messaging.queues;

import dev.hearth.messaging.queues.api.QueueOperations;
import dev.hearth.store.Database;
import dev.hearth.store.Schema;
import dev.hearth.wire.Service;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.Supplier;

/// Queues, put together.
public final class QueuesPart {
  /// The tables that the messaging database must have.
  public static final Schema SCHEMA = new Schema("queues");

  /// So many messages a purge deletes before it answers.
  private static final int PURGED_AT_ONCE = 10_000;

  private final Queues queues;
  private final QueueSweep sweep;
  private final MoveTasks moves;
  private final Service service;

  /// @param database opened with [#SCHEMA]
  /// @param messageIds UUIDs
  public QueuesPart(
      Database database, InstantSource clock, Supplier<String> messageIds, SecureRandom random) {
    queues = new Queues(database, clock, messageIds, random);
    sweep = new QueueSweep(database, clock);
    moves = new MoveTasks(database, queues, clock);
    service = QueueOperations.of(queues, moves, this::purge);
  }

  /// For the rest of messaging.
  public Queues queues() {
    return queues;
  }

  /// The service `sqs`.
  public Service service() {
    return service;
  }

  /// What moves dead letters.
  MoveTasks tasks() {
    return moves;
  }

  /// Goes on with the moving of dead letters; to be called about every second.
  public void move() {
    moves.run();
  }

  /// Deletes the messages that a queue has. Many are left to [#sweep()].
  ///
  /// @throws dev.hearth.kernel.ServiceException `QueueDoesNotExist`, `PurgeQueueInProgress`
  public void purge(Queue queue) {
    sweep.purge(queue, queues.directory().purge(queue.arn()), PURGED_AT_ONCE);
  }

  /// Deletes what has had its time; to be called every few seconds.
  public void sweep() {
    queues.keys().sweep();
    sweep.run();
  }
}
