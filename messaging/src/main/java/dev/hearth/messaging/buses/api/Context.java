package dev.hearth.messaging.buses.api;

import dev.hearth.messaging.buses.BusPolicies;
import dev.hearth.messaging.buses.BusReference;
import dev.hearth.messaging.buses.RuleBook;
import dev.hearth.messaging.buses.RuleReference;
import dev.hearth.messaging.buses.RuleSchedules;
import dev.hearth.messaging.buses.store.BusStore;
import dev.hearth.messaging.buses.store.BusTables;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What operations on buses and rules share: the tables, and what is in memory of them.
record Context(BusStore store, RuleBook rules, BusPolicies policies, RuleSchedules schedules) {

  /// Changes rules or targets of a bus, so that every node sees it.
  <T extends @Nullable Object> T changeRules(BusReference bus, Function<BusTables, T> change) {
    var changed =
        store.<T>write(
            tables -> {
              var result = change.apply(tables);
              tables.changed(bus);
              return result;
            });
    rules.forget(bus);
    schedules.announce();
    return changed;
  }

  static Access onBus(String action, Call call, @Nullable String nameOrArn) {
    return Access.to(action, BusReference.of(call, nameOrArn).arn());
  }

  static Access onRule(String action, RuleReference rule) {
    return Access.to(action, rule.arn());
  }

  static RuleReference rule(Call call, @Nullable String bus, String name) {
    return new RuleReference(BusReference.of(call, bus), name);
  }
}
