package dev.hearth.functions.concurrency;

import dev.hearth.functions.AccountLimits;
import dev.hearth.functions.ConcurrencyPlan;
import dev.hearth.functions.Readiness;
import dev.hearth.functions.api.Permissions;
import dev.hearth.functions.catalogue.Catalogue;
import dev.hearth.functions.store.FunctionStore;
import dev.hearth.wire.ServiceOperation;
import java.time.InstantSource;
import java.util.List;

/// The operations on concurrency, and the way to those who run functions.
public final class ConcurrencyOperations {
  private final Plans plans;
  private final ProvisionedStatus status;
  private final List<ServiceOperation<?>> operations;

  /// @param limits runs at once in an account and region among them
  public ConcurrencyOperations(
      FunctionStore store,
      Catalogue catalogue,
      AccountLimits limits,
      InstantSource clock,
      Permissions permissions) {
    var budget = new Budget(limits);
    plans = new Plans(store);
    status = new ProvisionedStatus(catalogue);
    var reservations = new Reservations(store, budget, plans);
    operations =
        List.of(
            new PutFunctionConcurrency(reservations, permissions),
            new GetFunctionConcurrency(reservations, permissions),
            new DeleteFunctionConcurrency(reservations, permissions),
            new PutProvisionedConcurrencyConfig(store, budget, plans, status, clock, permissions),
            new GetProvisionedConcurrencyConfig(store, status, permissions),
            new DeleteProvisionedConcurrencyConfig(store, plans, permissions),
            new ListProvisionedConcurrencyConfigs(store, status, permissions));
    catalogue.onForget(plans::changed);
  }

  /// For the service `lambda`.
  public List<ServiceOperation<?>> operations() {
    return operations;
  }

  /// Tells `runners` what is planned, now and whenever it changes, and asks `readiness` how far it
  /// is; to be called once, before requests are served.
  public void connect(ConcurrencyPlan.Listener runners, Readiness.Source readiness) {
    status.ask(readiness);
    plans.follow(runners);
  }
}
