package dev.hearth.functions.concurrency;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.api.Permissions;
import dev.hearth.functions.api.Shapes;
import dev.hearth.functions.catalogue.Catalogue;
import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.functions.concurrency.ProvisionedStatus.Configured;
import dev.hearth.functions.store.FunctionStore;
import dev.hearth.functions.store.FunctionTables;
import dev.hearth.functions.store.StoredVersion;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.time.Instant;
import java.time.InstantSource;
import software.amazon.awssdk.services.lambda.model.PutProvisionedConcurrencyConfigRequest;
import software.amazon.awssdk.services.lambda.model.PutProvisionedConcurrencyConfigResponse;

/// Has sandboxes of a published version, or of the versions that an alias leads to, initialised
/// ahead and kept. The answer does not wait for them.
final class PutProvisionedConcurrencyConfig
    implements Operation<
        PutProvisionedConcurrencyConfigRequest, PutProvisionedConcurrencyConfigResponse> {
  /// So many that each version which an alias leads to gets some.
  private static final int MANY = 1_000_000;

  private final FunctionStore store;
  private final Budget budget;
  private final Plans plans;
  private final ProvisionedStatus status;
  private final InstantSource clock;
  private final Permissions permissions;

  PutProvisionedConcurrencyConfig(
      FunctionStore store,
      Budget budget,
      Plans plans,
      ProvisionedStatus status,
      InstantSource clock,
      Permissions permissions) {
    this.store = store;
    this.budget = budget;
    this.plans = plans;
    this.status = status;
    this.clock = clock;
    this.permissions = permissions;
  }

  @Override
  public Access access(PutProvisionedConcurrencyConfigRequest input, Call call) {
    return permissions.on(
        "lambda:PutProvisionedConcurrencyConfig", call, input.functionName(), input.qualifier());
  }

  @Override
  public PutProvisionedConcurrencyConfigResponse run(
      PutProvisionedConcurrencyConfigRequest input, Call call) {
    var function = FunctionReference.of(call, input.functionName(), input.qualifier());
    int requested = input.provisionedConcurrentExecutions();
    var config = new ProvisionedConfig(function, requested, clock.instant());
    var configured =
        store.write(
            tables -> {
              check(tables, function);
              budget.checkProvisioned(tables, function, requested);
              new ProvisionedConfigs(tables.sql()).put(config);
              return Configured.of(tables, config);
            });
    plans.tell(function);
    return Shapes.copy(status.show(configured), PutProvisionedConcurrencyConfigResponse.builder())
        .build();
  }

  private static void check(FunctionTables tables, FunctionReference function) {
    var version =
        Catalogue.find(tables, function).orElseThrow(() -> Refusals.notFound(function.arn()));
    if (version.number() == StoredVersion.LATEST) {
      throw Refusals.invalid(
          "Provisioned Concurrency Configs cannot be applied to unpublished function versions.");
    }
    if (version.settings().tenantIsolation() != null) {
      throw Refusals.invalid(
          "Provisioned Concurrency is not supported for functions with TenancyConfig.");
    }
    if (version.snapStarts()) {
      throw Refusals.invalid(
          "Provisioned Concurrency is not supported for SnapStart enabled functions.");
    }
    refuseTwice(tables, function);
  }

  /// A version is provisioned once: for itself or for one alias.
  private static void refuseTwice(FunctionTables tables, FunctionReference function) {
    boolean alias = Catalogue.number(function.qualifier()).isEmpty();
    var configs = new ProvisionedConfigs(tables.sql());
    var mine = Plans.parts(tables, new ProvisionedConfig(function, MANY, Instant.EPOCH));
    for (var other : configs.list(function)) {
      if (!other.function().equals(function)
          && Plans.parts(tables, other).keySet().stream().anyMatch(mine::containsKey)) {
        throw Refusals.conflict(
            alias
                ? "Alias can't be used for Provisioned Concurrency configuration on an already"
                    + " Provisioned version"
                : "Version is pointed by a Provisioned Concurrency alias");
      }
    }
  }
}
