package dev.hearth.functions.concurrency;

import dev.hearth.functions.ConcurrencyPlan;
import dev.hearth.functions.ConcurrencyPlan.Provisioned;
import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.catalogue.Catalogue;
import dev.hearth.functions.concurrency.ProvisionedConfigs.Scope;
import dev.hearth.functions.store.FunctionStore;
import dev.hearth.functions.store.FunctionTables;
import dev.hearth.functions.store.StoredAlias;
import dev.hearth.functions.store.StoredVersion;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Makes of what is configured the [ConcurrencyPlan] that those who run functions follow.
///
/// Each change reads its account's configurations anew and tells all of them, one change after the
/// other: whoever is told last is told the latest.
final class Plans {
  private static final System.Logger LOG = System.getLogger(Plans.class.getName());

  private final FunctionStore store;
  private final List<ConcurrencyPlan.Listener> listeners = new CopyOnWriteArrayList<>();

  Plans(FunctionStore store) {
    this.store = store;
  }

  /// Tells `listener` every plan there is, and from then on each that changes.
  synchronized void follow(ConcurrencyPlan.Listener listener) {
    listeners.add(listener);
    store.read(tables -> new ProvisionedConfigs(tables.sql()).scopes()).forEach(this::tell);
  }

  /// Tells what is planned now for the account of a function that changed.
  void tell(FunctionReference function) {
    tell(new Scope(function.account(), function.region()));
  }

  private synchronized void tell(Scope scope) {
    if (!listeners.isEmpty()) {
      var plan = store.read(tables -> plan(tables, scope));
      listeners.forEach(listener -> listener.planned(plan));
    }
  }

  /// As [#tell], for changes that are durable whether or not anybody can be told.
  void changed(FunctionReference function) {
    try {
      tell(function);
    } catch (RuntimeException e) {
      LOG.log(
          Level.ERROR, "the concurrency of " + function.functionArn() + " is not up to date", e);
    }
  }

  private static ConcurrencyPlan plan(FunctionTables tables, Scope scope) {
    var configs = new ProvisionedConfigs(tables.sql());
    var provisioned =
        configs.list(scope).stream()
            .flatMap(
                config ->
                    parts(tables, config).entrySet().stream()
                        .map(
                            part ->
                                new Provisioned(
                                    config.function().name(),
                                    StoredVersion.name(part.getKey()),
                                    part.getValue())))
            .toList();
    return new ConcurrencyPlan(
        scope.account(), scope.region(), configs.reserved(scope), provisioned);
  }

  /// How many sandboxes a configuration means of which version, by number: of an alias that leads
  /// to two, each gets its share.
  static Map<Long, Integer> parts(FunctionTables tables, ProvisionedConfig config) {
    var parts = new TreeMap<Long, Integer>();
    var number = Catalogue.number(config.function().qualifier());
    if (number.isPresent()) {
      parts.put(number.get(), config.requested());
    } else {
      tables
          .aliases()
          .find(config.function())
          .ifPresent(alias -> parts.putAll(parts(alias, config.requested())));
    }
    parts.remove(StoredVersion.LATEST); // an alias was moved there: nothing to provision
    parts.values().removeIf(count -> count == 0);
    return parts;
  }

  private static Map<Long, Integer> parts(StoredAlias alias, int requested) {
    var share = alias.share();
    if (share == null) {
      return Map.of(alias.number(), requested);
    }
    int other = Math.toIntExact(Math.round(requested * share.weight()));
    return Map.of(share.number(), other, alias.number(), requested - other);
  }
}
