package dev.hearth.messaging.mappings.api;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.Functions;
import dev.hearth.functions.api.Marker;
import dev.hearth.messaging.mappings.store.MappingStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.ListEventSourceMappingsRequest;
import software.amazon.awssdk.services.lambda.model.ListEventSourceMappingsResponse;

/// Mappings by UUID, at most 100 at once: all, or those of a source, or of exactly the function,
/// version or alias that the request names.
final class ListEventSourceMappings
    implements Operation<ListEventSourceMappingsRequest, ListEventSourceMappingsResponse> {
  private static final int MAX_ITEMS = 100;

  private final MappingStore store;
  private final Functions functions;

  ListEventSourceMappings(MappingStore store, Functions functions) {
    this.store = store;
    this.functions = functions;
  }

  @Override
  public Access access(ListEventSourceMappingsRequest input, Call call) {
    return Access.to("lambda:ListEventSourceMappings", "*");
  }

  @Override
  public ListEventSourceMappingsResponse run(ListEventSourceMappingsRequest input, Call call) {
    var name = input.functionName();
    var function = name == null ? null : FunctionReference.of(call, name, null);
    if (function != null) {
      functions.resolve(
          function.account(), function.region(), function.name(), function.qualifier());
    }
    int limit = input.maxItems() == null ? MAX_ITEMS : Math.min(input.maxItems(), MAX_ITEMS);
    var after = Marker.read(input.marker()).name();
    var found =
        store.read(
            tables ->
                tables.list(
                    call.account(),
                    call.region(),
                    function,
                    input.eventSourceArn(),
                    after,
                    limit + 1));
    var page = found.subList(0, Math.min(limit, found.size()));
    return ListEventSourceMappingsResponse.builder()
        .eventSourceMappings(page.stream().map(MappingShapes::show).toList())
        .nextMarker(found.size() > limit ? new Marker(page.getLast().uuid(), 0).text() : null)
        .build();
  }
}
