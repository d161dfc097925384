package dev.hearth.messaging.schedules;

import dev.hearth.invocation.async.Framed;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.Region;
import dev.hearth.messaging.expressions.ScheduleExpression;
import dev.hearth.messaging.schedules.store.ScheduleTables;
import dev.hearth.store.Database;
import dev.hearth.store.QueueWorker;
import dev.hearth.store.WorkQueue;
import dev.hearth.store.WorkQueue.Lease;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;
import software.amazon.awssdk.services.scheduler.model.ActionAfterCompletion;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindowMode;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.ScheduleState;

/// Lets times come: each schedule waits in a queue as its next time. That it is due, that its
/// firing is on its way, and that the time after it waits are one transaction, so every time fires
/// once, whichever nodes there are.
///
/// What came due while no node ran fires once, late, with the time for which it was meant; the
/// times between are not made up for.
public final class DueSchedules {
  private static final int MOST_AT_ONCE = 50;

  private final Database database;
  private final WorkQueue queue;
  private final Firings firings;
  private final Supplier<String> executionIds;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final QueueWorker worker;

  /// @param queue in `database`
  /// @param executionIds UUIDs
  /// @param random chooses the minute of a flexible window
  public DueSchedules(
      Database database,
      WorkQueue queue,
      Firings firings,
      Supplier<String> executionIds,
      InstantSource clock,
      RandomGenerator random) {
    this.database = database;
    this.queue = queue;
    this.firings = firings;
    this.executionIds = executionIds;
    this.clock = clock;
    this.random = random;
    worker = new QueueWorker(queue, "schedule", MOST_AT_ONCE, this::run);
  }

  /// @param version of the schedule, whose change makes this void
  private record Due(
      String account, String region, String group, String name, long version, long at) {}

  public QueueWorker worker() {
    return worker;
  }

  /// Lets a schedule run, as part of the transaction that stored it; whoever does calls [#announce]
  /// afterwards. One that is disabled is passed over.
  public void begin(Handle sql, ScheduleReference schedule) {
    var stored = new ScheduleTables(sql).find(schedule).orElseThrow();
    if (stored.model().state() != ScheduleState.DISABLED) {
      var made = stored.model().lastModificationDate();
      // A rate's first time is its start; all others come behind it.
      boolean rate = stored.model().scheduleExpression().startsWith("rate");
      var from = rate ? made.minusMillis(1) : made;
      next(sql, schedule, stored.model(), stored.version(), from);
    }
  }

  public void announce() {
    queue.announce();
  }

  /// @return whether there is another time
  private boolean next(
      Handle sql,
      ScheduleReference schedule,
      GetScheduleResponse model,
      long version,
      Instant after) {
    var expression = ScheduleExpression.parse(model.scheduleExpression()).orElseThrow();
    var zone = ZoneId.of(model.scheduleExpressionTimezone());
    boolean once = expression instanceof ScheduleExpression.At;
    var start =
        once || model.startDate() == null ? model.lastModificationDate() : model.startDate();
    var next = expression.next(after, once ? after : start, zone).orElse(null);
    if (next == null || (!once && model.endDate() != null && next.isAfter(model.endDate()))) {
      return false;
    }
    queue.enqueue(
        sql,
        schedule.account() + "/" + schedule.region(),
        Framed.join(
            new Due(
                schedule.account().digits(),
                schedule.region().name(),
                schedule.group(),
                schedule.name(),
                version,
                next.toEpochMilli()),
            Payload.EMPTY),
        next.plus(delay(model)));
    return true;
  }

  private Duration delay(GetScheduleResponse model) {
    var window = model.flexibleTimeWindow();
    return window.mode() == FlexibleTimeWindowMode.FLEXIBLE
        ? Duration.ofMillis(
            random.nextLong(Duration.ofMinutes(window.maximumWindowInMinutes()).toMillis()))
        : Duration.ZERO;
  }

  private void run(Lease lease) {
    var due = Framed.head(lease.payload(), Due.class);
    var schedule =
        new ScheduleReference(
            new AccountId(due.account), new Region(due.region), due.group, due.name);
    var at = Instant.ofEpochMilli(due.at);
    var id = executionIds.get();
    boolean done =
        queue.complete(
            lease,
            sql -> {
              var tables = new ScheduleTables(sql);
              var stored = tables.find(schedule).orElse(null);
              if (stored == null
                  || stored.version() != due.version
                  || stored.model().state() == ScheduleState.DISABLED) {
                return; // it was changed, disabled or deleted
              }
              var model = stored.model();
              firings.add(sql, new Firings.Firing(schedule, id, at, model.target()));
              var now = clock.instant();
              boolean more = next(sql, schedule, model, due.version, at.isAfter(now) ? at : now);
              if (!more && model.actionAfterCompletion() == ActionAfterCompletion.DELETE) {
                tables.delete(schedule);
              }
            });
    if (done) {
      firings.announce();
      queue.announce();
    }
  }

  /// Reads, for the operations.
  public <T> T read(java.util.function.Function<ScheduleTables, T> work) {
    return database.read(sql -> work.apply(new ScheduleTables(sql)));
  }

  /// Writes, for the operations; schedules that were begun run afterwards.
  public <T> T write(java.util.function.Function<ScheduleTables, T> work) {
    T result = database.write(sql -> work.apply(new ScheduleTables(sql)));
    announce();
    return result;
  }
}
