package dev.hearth.functions.aliases;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.api.Marker;
import dev.hearth.functions.api.Permissions;
import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.functions.store.FunctionStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Map;
import software.amazon.awssdk.services.lambda.model.ListAliasesRequest;
import software.amazon.awssdk.services.lambda.model.ListAliasesResponse;

/// A function's aliases by name, at most 50 at once; with `FunctionVersion`, those that may run it.
final class ListAliases implements Operation<ListAliasesRequest, ListAliasesResponse> {
  private final FunctionStore store;
  private final Permissions permissions;

  ListAliases(FunctionStore store, Permissions permissions) {
    this.store = store;
    this.permissions = permissions;
  }

  @Override
  public Access access(ListAliasesRequest input, Call call) {
    var function = FunctionReference.of(call, input.functionName(), null).unqualified();
    return permissions.on("lambda:ListAliases", function, Map.of());
  }

  @Override
  public ListAliasesResponse run(ListAliasesRequest input, Call call) {
    var function = FunctionReference.of(call, input.functionName(), null).unqualified();
    var number = input.functionVersion() == null ? null : Routing.number(input.functionVersion());
    var after = Marker.read(input.marker()).name();
    int limit = Marker.limit(input.maxItems());
    var found =
        store.read(
            tables -> {
              if (tables.function(function).isEmpty()) {
                throw Refusals.notFound(function.functionArn());
              }
              return tables.aliases().list(function, number, after, limit + 1);
            });
    var page = found.subList(0, Math.min(limit, found.size()));
    return ListAliasesResponse.builder()
        .aliases(page.stream().map(Routing::show).toList())
        .nextMarker(found.size() > limit ? new Marker(page.getLast().name(), 0).text() : null)
        .build();
  }
}
