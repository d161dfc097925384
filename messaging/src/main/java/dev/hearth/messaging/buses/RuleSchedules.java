package dev.hearth.messaging.buses;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hearth.invocation.async.Framed;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.Region;
import dev.hearth.messaging.buses.store.BusStore;
import dev.hearth.messaging.buses.store.BusTables;
import dev.hearth.messaging.expressions.ScheduleExpression;
import dev.hearth.store.QueueWorker;
import dev.hearth.store.WorkQueue;
import dev.hearth.store.WorkQueue.Lease;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Target;

/// The schedules of rules: each waits in a queue as its next time. That it is due, that its event
/// is on its way and that the time after it waits are one transaction, so that every time is met
/// once, whichever nodes there are. What came due while no node ran is met once, late, and not made
/// up for each time.
public final class RuleSchedules {
  private static final int MOST_AT_ONCE = 50;

  private final BusStore store;
  private final WorkQueue queue;
  private final Ingestion ingestion;
  private final Supplier<String> eventIds;
  private final InstantSource clock;
  private final QueueWorker worker;

  /// @param queue in the store's database
  public RuleSchedules(
      BusStore store,
      WorkQueue queue,
      Ingestion ingestion,
      Supplier<String> eventIds,
      InstantSource clock) {
    this.store = store;
    this.queue = queue;
    this.ingestion = ingestion;
    this.eventIds = eventIds;
    this.clock = clock;
    worker = new QueueWorker(queue, "rule-schedule", MOST_AT_ONCE, this::run);
  }

  /// @param version of the rule, whose change makes this void
  /// @param start from which a rate counts
  private record Due(
      String account, String region, String bus, String rule, long version, long start, long at) {}

  public QueueWorker worker() {
    return worker;
  }

  /// Lets a rule's schedule run from now on, as part of the transaction that stored it; whoever
  /// does calls [#announce] afterwards. A rule without a schedule, or disabled, is passed over.
  public void begin(BusTables tables, RuleReference rule) {
    var stored = tables.rule(rule);
    var expression = parse(stored.model().scheduleExpression());
    if (expression == null || stored.model().state() == RuleState.DISABLED) {
      return;
    }
    var now = clock.instant();
    next(tables.sql(), expression, rule, stored.version(), now, now);
  }

  /// Wakes who waits for the next time.
  public void announce() {
    queue.announce();
  }

  private static @Nullable ScheduleExpression parse(@Nullable String expression) {
    return expression == null ? null : ScheduleExpression.parse(expression).orElse(null);
  }

  private void next(
      Handle sql,
      ScheduleExpression expression,
      RuleReference rule,
      long version,
      Instant start,
      Instant after) {
    var bus = rule.bus();
    expression
        .next(after, start, ZoneOffset.UTC)
        .ifPresent(
            at ->
                queue.enqueue(
                    sql,
                    bus.account() + "/" + bus.region(),
                    Framed.join(
                        new Due(
                            bus.account().digits(),
                            bus.region().name(),
                            bus.name(),
                            rule.name(),
                            version,
                            start.toEpochMilli(),
                            at.toEpochMilli()),
                        Payload.EMPTY),
                    at));
  }

  private void run(Lease lease) {
    var due = Framed.head(lease.payload(), Due.class);
    var rule =
        new RuleReference(
            new BusReference(new AccountId(due.account), new Region(due.region), due.bus),
            due.rule);
    var current = store.read(tables -> find(tables, rule, due.version));
    var expression = current == null ? null : parse(current.model().scheduleExpression());
    if (current == null || expression == null) {
      queue.complete(lease); // it was changed, disabled or deleted
      return;
    }
    var now = clock.instant();
    var event =
        BusEvent.of(
            eventIds.get(),
            rule.bus(),
            "aws.events",
            "Scheduled Event",
            Instant.ofEpochMilli(due.at),
            List.of(rule.toString()),
            JsonNodeFactory.instance.objectNode(),
            now,
            null);
    var plan = ingestion.plan(current, event);
    boolean done =
        queue.complete(
            lease,
            sql -> {
              ingestion.put(sql, plan);
              next(sql, expression, rule, due.version, Instant.ofEpochMilli(due.start), now);
            });
    if (done) {
      ingestion.announce();
      queue.announce();
    }
  }

  private static RuleBook.@Nullable Rule find(BusTables tables, RuleReference rule, long version) {
    var stored = tables.rules(rule.bus()).find(rule.name()).orElse(null);
    if (stored == null
        || stored.version() != version
        || stored.model().state() == RuleState.DISABLED) {
      return null;
    }
    var targets = new LinkedHashMap<String, Target>();
    tables.targets(rule.bus()).of(rule).forEach(target -> targets.put(target.id(), target));
    return new RuleBook.Rule(rule, stored.model(), targets);
  }
}
