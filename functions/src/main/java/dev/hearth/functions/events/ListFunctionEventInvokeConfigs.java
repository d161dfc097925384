package dev.hearth.functions.events;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.api.Marker;
import dev.hearth.functions.api.Permissions;
import dev.hearth.functions.catalogue.Catalogue;
import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Map;
import software.amazon.awssdk.services.lambda.model.ListFunctionEventInvokeConfigsRequest;
import software.amazon.awssdk.services.lambda.model.ListFunctionEventInvokeConfigsResponse;

/// What is configured for a function and all its versions and aliases, by qualifier; at most 50 at
/// once.
final class ListFunctionEventInvokeConfigs
    implements Operation<
        ListFunctionEventInvokeConfigsRequest, ListFunctionEventInvokeConfigsResponse> {
  private final EventInvokeConfigs configs;
  private final Catalogue catalogue;
  private final Permissions permissions;

  ListFunctionEventInvokeConfigs(
      EventInvokeConfigs configs, Catalogue catalogue, Permissions permissions) {
    this.configs = configs;
    this.catalogue = catalogue;
    this.permissions = permissions;
  }

  @Override
  public Access access(ListFunctionEventInvokeConfigsRequest input, Call call) {
    return permissions.on("lambda:ListFunctionEventInvokeConfigs", function(input, call), Map.of());
  }

  @Override
  public ListFunctionEventInvokeConfigsResponse run(
      ListFunctionEventInvokeConfigsRequest input, Call call) {
    var function = function(input, call);
    if (catalogue.find(function).isEmpty()) {
      throw Refusals.notFound(function.functionArn());
    }
    int limit = Marker.limit(input.maxItems());
    var found = configs.list(function, Marker.read(input.marker()).name(), limit + 1);
    var page = found.subList(0, Math.min(limit, found.size()));
    return ListFunctionEventInvokeConfigsResponse.builder()
        .functionEventInvokeConfigs(page.stream().map(EventInvokeConfig::show).toList())
        .nextMarker(
            found.size() > limit
                ? new Marker(page.getLast().function().qualifier(), 0).text()
                : null)
        .build();
  }

  private static FunctionReference function(
      ListFunctionEventInvokeConfigsRequest input, Call call) {
    return FunctionReference.of(call, input.functionName(), null).unqualified();
  }
}
