package dev.hearth.functions.concurrency;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.api.Marker;
import dev.hearth.functions.api.Permissions;
import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.functions.concurrency.ProvisionedStatus.Configured;
import dev.hearth.functions.store.FunctionStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Map;
import software.amazon.awssdk.services.lambda.model.ListProvisionedConcurrencyConfigsRequest;
import software.amazon.awssdk.services.lambda.model.ListProvisionedConcurrencyConfigsResponse;

/// What is provisioned for a function's versions and aliases, by qualifier; at most 50 at once.
final class ListProvisionedConcurrencyConfigs
    implements Operation<
        ListProvisionedConcurrencyConfigsRequest, ListProvisionedConcurrencyConfigsResponse> {
  private final FunctionStore store;
  private final ProvisionedStatus status;
  private final Permissions permissions;

  ListProvisionedConcurrencyConfigs(
      FunctionStore store, ProvisionedStatus status, Permissions permissions) {
    this.store = store;
    this.status = status;
    this.permissions = permissions;
  }

  @Override
  public Access access(ListProvisionedConcurrencyConfigsRequest input, Call call) {
    return permissions.on(
        "lambda:ListProvisionedConcurrencyConfigs", function(input, call), Map.of());
  }

  @Override
  public ListProvisionedConcurrencyConfigsResponse run(
      ListProvisionedConcurrencyConfigsRequest input, Call call) {
    var function = function(input, call);
    var after = Marker.read(input.marker()).name();
    int limit = Marker.limit(input.maxItems());
    var found =
        store.read(
            tables -> {
              if (tables.function(function).isEmpty()) {
                throw Refusals.notFound(function.functionArn());
              }
              return new ProvisionedConfigs(tables.sql())
                  .list(function, after, limit + 1).stream()
                      .map(config -> Configured.of(tables, config))
                      .toList();
            });
    var page = found.subList(0, Math.min(limit, found.size()));
    return ListProvisionedConcurrencyConfigsResponse.builder()
        .provisionedConcurrencyConfigs(page.stream().map(status::show).toList())
        .nextMarker(
            found.size() > limit
                ? new Marker(page.getLast().config().function().qualifier(), 0).text()
                : null)
        .build();
  }

  private static FunctionReference function(
      ListProvisionedConcurrencyConfigsRequest input, Call call) {
    return FunctionReference.of(call, input.functionName(), null).unqualified();
  }
}
