package dev.hearth.messaging.schedules;

import dev.hearth.messaging.schedules.api.SchedulerOperations;
import dev.hearth.store.Database;
import dev.hearth.store.QueueWorker;
import dev.hearth.store.Schema;
import dev.hearth.store.WorkQueue;
import dev.hearth.wire.Service;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// EventBridge Scheduler, put together.
public final class SchedulerPart implements AutoCloseable {
  /// The tables, to be given when the database is opened; [WorkQueue#SCHEMA] as well.
  public static final Schema SCHEMA = new Schema("schedules");

  private final List<QueueWorker> workers;
  private final Service service;

  /// @param database opened with [#SCHEMA]
  /// @param assumable whether Scheduler may assume the role of an ARN
  /// @param ids UUIDs
  public SchedulerPart(
      Database database,
      ScheduleTargets targets,
      Predicate<String> assumable,
      Supplier<String> ids,
      InstantSource clock,
      SecureRandom random) {
    var firings =
        new Firings(new WorkQueue(database, "schedule-firings", clock), targets, clock, random);
    var schedules =
        new DueSchedules(
            database, new WorkQueue(database, "schedules", clock), firings, ids, clock, random);
    workers = List.of(schedules.worker(), firings.worker());
    service = new Service("scheduler", SchedulerOperations.of(schedules, targets, assumable));
  }

  /// EventBridge Scheduler's API.
  public Service service() {
    return service;
  }

  /// Begins with what is due, now and since before the last stop.
  ///
  /// @param alone whether no other process uses the database
  public void start(boolean alone) {
    workers.forEach(worker -> worker.start(alone));
  }

  /// Keeps what is being called from being handed out again; to be called well within a minute.
  public void extendLeases() {
    workers.forEach(QueueWorker::extendLeases);
  }

  /// Calls nothing more; what is being called may end within `patience`, and the rest comes back at
  /// the next start.
  public void close(Duration patience) {
    workers.forEach(worker -> worker.close(patience));
  }

  @Override
  public void close() {
    close(Duration.ZERO);
  }
}
