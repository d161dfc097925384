package dev.hearth.functions.api;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.functions.store.FunctionStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.ListVersionsByFunctionRequest;
import software.amazon.awssdk.services.lambda.model.ListVersionsByFunctionResponse;

/// A function's versions, `$LATEST` first, then by number; at most 50 at once.
final class ListVersionsByFunction
    implements Operation<ListVersionsByFunctionRequest, ListVersionsByFunctionResponse> {
  private final FunctionStore store;
  private final Permissions permissions;

  ListVersionsByFunction(FunctionStore store, Permissions permissions) {
    this.store = store;
    this.permissions = permissions;
  }

  @Override
  public Access access(ListVersionsByFunctionRequest input, Call call) {
    var function = FunctionReference.of(call, input.functionName(), null).unqualified();
    return permissions.on("lambda:ListVersionsByFunction", function, java.util.Map.of());
  }

  @Override
  public ListVersionsByFunctionResponse run(ListVersionsByFunctionRequest input, Call call) {
    var function = FunctionReference.of(call, input.functionName(), null).unqualified();
    long after = Marker.read(input.marker()).number();
    int limit = Marker.limit(input.maxItems());
    var found =
        store.read(
            tables -> {
              if (tables.function(function).isEmpty()) {
                throw Refusals.notFound(function.functionArn());
              }
              return tables.versions(function, after, limit + 1);
            });
    var page = found.subList(0, Math.min(limit, found.size()));
    return ListVersionsByFunctionResponse.builder()
        .versions(page.stream().map(version -> Configurations.brief(version, true)).toList())
        .nextMarker(found.size() > limit ? Marker.after(page.getLast()).text() : null)
        .build();
  }
}
