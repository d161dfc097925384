package dev.hearth.messaging.buses;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Region;
import dev.hearth.messaging.buses.delivery.QueuedDelivery;
import dev.hearth.messaging.buses.store.BusTables;
import dev.hearth.store.Database;
import dev.hearth.store.WorkQueue;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/// How events come onto a bus: they are matched in memory, and all deliveries that follow, and all
/// copies for archives, are kept in one transaction before the sender is answered.
public final class Ingestion {
  /// What the resource of an archive's ARN begins with.
  public static final String ARCHIVE = "archive/";

  private final Database database;
  private final RuleBook rules;
  private final WorkQueue deliveries;
  private final InstantSource clock;

  /// @param deliveries in `database`
  public Ingestion(Database database, RuleBook rules, WorkQueue deliveries, InstantSource clock) {
    this.database = database;
    this.rules = rules;
    this.deliveries = deliveries;
    this.clock = clock;
  }

  /// What follows from events: to be kept once.
  public record Plan(List<Step> steps) {}

  sealed interface Step {
    record ToTarget(QueuedDelivery delivery) implements Step {}

    record ToArchive(AccountId account, Region region, String name, BusEvent event)
        implements Step {}
  }

  /// Matches an event against the rules of a bus.
  ///
  /// @param wanted which of the matching rules are to take it
  public Plan plan(BusReference bus, BusEvent event, Predicate<RuleReference> wanted) {
    var steps = new ArrayList<Step>();
    for (var rule : rules.matching(bus, event.document())) {
      if (wanted.test(rule.reference())) {
        steps.addAll(steps(rule, event));
      }
    }
    return new Plan(steps);
  }

  /// What follows where a rule's schedule has made an event.
  public Plan plan(RuleBook.Rule rule, BusEvent event) {
    return new Plan(steps(rule, event));
  }

  private static List<Step> steps(RuleBook.Rule rule, BusEvent event) {
    var steps = new ArrayList<Step>(rule.targets().size());
    for (var target : rule.targets().values()) {
      var archive = archive(target.arn());
      if (archive == null) {
        steps.add(new Step.ToTarget(new QueuedDelivery(rule.reference(), target.id(), event)));
      } else {
        var bus = rule.reference().bus();
        steps.add(new Step.ToArchive(bus.account(), bus.region(), archive, event));
      }
    }
    return steps;
  }

  private static @org.jspecify.annotations.Nullable String archive(String targetArn) {
    return Arn.parse(targetArn)
        .filter(arn -> arn.service().equals("events") && arn.resource().startsWith(ARCHIVE))
        .map(arn -> arn.resource().substring(ARCHIVE.length()))
        .orElse(null);
  }

  /// Keeps what follows from events; it is durable when this returns.
  public void put(List<Plan> plans) {
    if (plans.stream().allMatch(plan -> plan.steps().isEmpty())) {
      return;
    }
    database.write(
        Database.Isolation.READ_COMMITTED,
        sql -> {
          plans.forEach(plan -> put(sql, plan));
          return true;
        });
    announce();
  }

  /// As part of a transaction of the caller's, who calls [#announce] when it is committed.
  public void put(Handle sql, Plan plan) {
    for (var step : plan.steps()) {
      switch (step) {
        case Step.ToTarget(var delivery) ->
            deliveries.enqueue(sql, delivery.lane(), delivery.encode(), clock.instant());
        case Step.ToArchive(var account, var region, var name, var event) ->
            new BusTables(sql)
                .archived(account, region, name)
                .add(event.time(), clock.instant(), event.json());
      }
    }
  }

  /// Wakes those who deliver.
  public void announce() {
    deliveries.announce();
  }
}
