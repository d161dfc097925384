package dev.hearth.functions.concurrency;

import dev.hearth.functions.AccountLimits;
import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.functions.store.FunctionTables;

/// What an account has of concurrency in a region, and who may have how much of it; asked within
/// the transaction that changes it.
///
/// @param limits invocations at once among them
record Budget(AccountLimits limits) {
  /// What functions without a reservation must be left. Source: AWS Lambda Developer Guide,
  /// "Configuring reserved concurrency for a function".
  private static final int LEAST_UNRESERVED = 100;

  /// Refuses to reserve more than there is, or less than a function has provisioned.
  void checkReserved(FunctionTables tables, FunctionReference function, int wanted) {
    var configs = new ProvisionedConfigs(tables.sql());
    long others = tables.reservedConcurrency(function) + configs.unreserved(function);
    if (limits.concurrency(function.account()) - others - wanted < LEAST_UNRESERVED) {
      throw Refusals.invalid(
          "Specified ReservedConcurrentExecutions for function decreases account's"
              + " UnreservedConcurrentExecution below its minimum value of ["
              + LEAST_UNRESERVED
              + "].");
    }
    int provisioned = total(configs, function, "");
    if (wanted < provisioned) {
      throw Refusals.invalid(
          "ReservedConcurrentExecutions should not be lower than function's total provisioned"
              + " concurrency ["
              + provisioned
              + "].");
    }
  }

  /// Refuses to provision more than the function has reserved, or the account has left.
  void checkProvisioned(FunctionTables tables, FunctionReference function, int wanted) {
    var configs = new ProvisionedConfigs(tables.sql());
    int all = total(configs, function, function.qualifier()) + wanted;
    var reserved =
        tables
            .function(function)
            .orElseThrow(() -> Refusals.notFound(function.functionArn()))
            .reservedConcurrency();
    if (reserved != null) {
      if (all > reserved) {
        throw Refusals.invalid(
            "Requested Provisioned Concurrency should not be greater than the"
                + " reservedConcurrentExecution for function");
      }
      return;
    }
    long left =
        limits.concurrency(function.account())
            - tables.reservedConcurrency(function)
            - configs.unreserved(function)
            - (all - wanted);
    if (wanted > left) {
      throw Refusals.invalid(
          "Specified ConcurrentExecutions for function is greater than account's"
              + " UnreservedConcurrentExecution ["
              + left
              + "].");
    }
    if (left - wanted < LEAST_UNRESERVED) {
      throw Refusals.invalid(
          "Specified ConcurrentExecutions for function decreases account's"
              + " UnreservedConcurrentExecution below its minimum value of ["
              + LEAST_UNRESERVED
              + "].");
    }
  }

  /// What is provisioned of a function, but for one of its versions or aliases.
  private static int total(ProvisionedConfigs configs, FunctionReference function, String except) {
    return configs.list(function).stream()
        .filter(config -> !config.function().qualifier().equals(except))
        .mapToInt(ProvisionedConfig::requested)
        .sum();
  }
}
