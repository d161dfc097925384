package dev.hearth.functions.concurrency;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.functions.store.FunctionStore;
import dev.hearth.functions.store.FunctionTables;
import dev.hearth.functions.store.StoredFunction;
import org.jspecify.annotations.Nullable;

/// Functions' reserved concurrency: kept here, and in force when a change returns.
final class Reservations {
  private final FunctionStore store;
  private final Budget budget;
  private final Plans plans;

  Reservations(FunctionStore store, Budget budget, Plans plans) {
    this.store = store;
    this.budget = budget;
    this.plans = plans;
  }

  /// What a function has reserved; null for nothing.
  @Nullable Integer of(FunctionReference function) {
    return store.read(tables -> find(tables, function)).reservedConcurrency();
  }

  void reserve(FunctionReference function, int concurrency) {
    store.write(
        tables -> {
          var before = find(tables, function);
          budget.checkReserved(tables, function, concurrency);
          tables.update(before.reserving(concurrency));
          return null;
        });
    plans.tell(function);
  }

  void release(FunctionReference function) {
    store.write(
        tables -> {
          tables.update(find(tables, function).reserving(null));
          return null;
        });
    plans.tell(function);
  }

  private static StoredFunction find(FunctionTables tables, FunctionReference function) {
    return tables.function(function).orElseThrow(() -> Refusals.notFound(function.functionArn()));
  }
}
