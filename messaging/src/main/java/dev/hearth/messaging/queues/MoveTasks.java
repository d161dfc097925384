package dev.hearth.messaging.queues;

import dev.hearth.kernel.Arn;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.queues.store.Message;
import dev.hearth.messaging.queues.store.MessageCounts;
import dev.hearth.messaging.queues.store.MessageTable;
import dev.hearth.messaging.queues.store.MoveTaskTable;
import dev.hearth.messaging.queues.store.MoveTaskTable.Task;
import dev.hearth.store.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Moves dead letters, to where they came from or elsewhere. Each message moves in one transaction,
/// as a new message; what is in flight meanwhile stays.
///
/// Source: SQS Developer Guide, "Dead-letter queue redrive".
public final class MoveTasks {
  /// Most tasks that `ListMessageMoveTasks` shows of a queue.
  public static final int MOST_LISTED = 10;

  /// As the API names them.
  public static final String RUNNING = "RUNNING";

  private static final String COMPLETED = "COMPLETED";
  private static final String CANCELLED = "CANCELLED";
  private static final String FAILED = "FAILED";

  /// Source: the quotas of redrives, 100 active tasks in an account.
  private static final int MOST_RUNNING = 100;

  private static final int AT_ONCE = 100;
  private static final Duration LONGEST_TURN = Duration.ofMillis(500);

  private final Database database;
  private final Queues queues;
  private final InstantSource clock;

  /// When each task that has a rate may go on.
  private final Map<Long, Long> due = new ConcurrentHashMap<>();

  MoveTasks(Database database, Queues queues, InstantSource clock) {
    this.database = database;
    this.queues = queues;
    this.clock = clock;
  }

  /// Begins to move what `source` has.
  ///
  /// @param destination null for the queues where the messages came from
  /// @param mostPerSecond 0 for as fast as it goes
  /// @throws ServiceException `UnsupportedOperation` where a task is running
  public long start(Queue source, @Nullable Queue destination, int mostPerSecond) {
    return database.write(
        sql -> {
          var table = new MoveTaskTable(sql);
          var arn = source.arn().toString();
          if (table.of(arn, MOST_LISTED).stream().anyMatch(task -> task.status().equals(RUNNING))) {
            throw new ServiceException(
                "UnsupportedOperation",
                400,
                "There is already a task running. Only one active task is allowed for a source"
                    + " queue arn at a given time.");
          }
          if (table.with(RUNNING, MOST_RUNNING).size() >= MOST_RUNNING) {
            throw new ServiceException(
                "OverLimit", 403, "%d tasks are running already.".formatted(MOST_RUNNING));
          }
          var messages = new MessageTable(sql);
          long now = clock.millis();
          table.forget(arn, MOST_LISTED - 1);
          return table.insert(
              new Task(
                  0,
                  source.arn().account(),
                  source.arn().region(),
                  arn,
                  destination == null ? null : destination.arn().toString(),
                  RUNNING,
                  mostPerSecond,
                  messages.last(),
                  new MessageCounts(sql).movable(source.id(), now),
                  0,
                  now,
                  null));
        });
  }

  /// Stops a task; what it has moved stays moved.
  ///
  /// @throws ServiceException `ResourceNotFoundException`; `UnsupportedOperation` for one that is
  ///   not running
  public Task cancel(Arn source, long id) {
    return database.write(
        sql -> {
          var table = new MoveTaskTable(sql);
          var task =
              table
                  .find(id)
                  .filter(found -> found.source().equals(source.toString()))
                  .orElseThrow(
                      () ->
                          new ServiceException(
                              "ResourceNotFoundException", 400, "Task does not exist."));
          if (!task.status().equals(RUNNING)) {
            throw new ServiceException(
                "UnsupportedOperation", 400, "Only active tasks can be cancelled.");
          }
          table.end(id, CANCELLED, null);
          return task;
        });
  }

  /// A queue's tasks, the newest first.
  public List<Task> list(Queue source, int most) {
    return database.read(sql -> new MoveTaskTable(sql).of(source.arn().toString(), most));
  }

  /// Goes on with what is running; to be called about every second.
  void run() {
    for (var task : database.read(sql -> new MoveTaskTable(sql).with(RUNNING, MOST_RUNNING))) {
      turn(task);
    }
  }

  private void turn(Task task) {
    long now = clock.millis();
    if (task.mostPerSecond() > 0) {
      if (due.getOrDefault(task.id(), 0L) > now) {
        return;
      }
      due.put(task.id(), now + 1_000);
    }
    long end = System.nanoTime() + LONGEST_TURN.toNanos();
    long left = task.mostPerSecond() == 0 ? Long.MAX_VALUE : task.mostPerSecond();
    boolean more = true;
    while (more && left > 0 && System.nanoTime() < end) {
      int most = (int) Math.min(left, AT_ONCE);
      more = chunk(task, most) == most;
      left -= most;
    }
    if (!more) {
      due.remove(task.id());
    }
  }

  /// Where messages go, found before the transaction, and how many went there.
  private record Target(Queue queue, List<Message> messages) {}

  /// @return how many messages were moved; fewer than `most` when it was the last chunk
  private int chunk(Task task, int most) {
    var source = Arn.parse(task.source()).flatMap(queues::find);
    if (source.isEmpty()) {
      end(task, FAILED, "AWS.SimpleQueueService.NonExistentQueue");
      return 0;
    }
    var moved = new HashMap<Queue, Integer>();
    int count =
        database.write(
            sql -> {
              moved.clear();
              return move(sql, task, source.get(), most, moved);
            });
    moved.forEach(queues::announce);
    return count;
  }

  private int move(Handle sql, Task task, Queue source, int most, Map<Queue, Integer> moved) {
    var tasks = new MoveTaskTable(sql);
    var current = tasks.find(task.id());
    if (current.isEmpty() || !current.get().status().equals(RUNNING)) {
      return 0; // cancelled meanwhile
    }
    var messages = new MessageTable(sql).movable(source.id(), task.through(), clock.millis(), most);
    var targets = new HashMap<String, Target>();
    for (var message : messages) {
      var arn = task.destination() == null ? message.deadLetterSource() : task.destination();
      if (arn == null) {
        tasks.end(task.id(), FAILED, "CouldNotDetermineMessageSource");
        return 0;
      }
      var target = targets.get(arn);
      if (target == null) {
        var queue = find(sql, arn).filter(found -> found.isFifo() == source.isFifo());
        if (queue.isEmpty()) {
          tasks.end(task.id(), FAILED, "AWS.SimpleQueueService.NonExistentQueue");
          return 0;
        }
        target = new Target(queue.get(), new ArrayList<>());
        targets.put(arn, target);
      }
      target.messages().add(message);
    }
    for (var target : targets.values()) {
      queues.moveIn(sql, target.queue(), target.messages());
      moved.put(target.queue(), target.messages().size());
    }
    if (!messages.isEmpty()) {
      Queues.remove(sql, source, messages.stream().map(Message::id).toList());
      tasks.moved(task.id(), messages.size());
    }
    if (messages.size() < most) {
      tasks.end(task.id(), COMPLETED, null);
    }
    return messages.size();
  }

  private static Optional<Queue> find(Handle sql, String text) {
    return Arn.parse(text).flatMap(arn -> QueueDirectory.load(sql, arn));
  }

  private void end(Task task, String status, String failure) {
    database.write(
        sql -> {
          new MoveTaskTable(sql).end(task.id(), status, failure);
          return null;
        });
  }
}
