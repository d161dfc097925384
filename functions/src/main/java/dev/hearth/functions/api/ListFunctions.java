package dev.hearth.functions.api;

import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.functions.store.FunctionStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import software.amazon.awssdk.services.lambda.model.ListFunctionsRequest;
import software.amazon.awssdk.services.lambda.model.ListFunctionsResponse;

/// Functions by name, at most 50 at once; with `FunctionVersion` `ALL`, their versions too.
final class ListFunctions implements Operation<ListFunctionsRequest, ListFunctionsResponse> {
  private final FunctionStore store;

  ListFunctions(FunctionStore store) {
    this.store = store;
  }

  @Override
  public Access access(ListFunctionsRequest input, Call call) {
    return Access.to("lambda:ListFunctions", "*");
  }

  @Override
  public ListFunctionsResponse run(ListFunctionsRequest input, Call call) {
    boolean all = "ALL".equals(input.functionVersionAsString());
    if (input.masterRegion() != null) {
      if (!all) {
        throw Refusals.invalid("FunctionVersion must be set to ALL when MasterRegion is given.");
      }
      // Asks for Lambda@Edge's replicas, of which Hearth makes none.
      return ListFunctionsResponse.builder().functions(List.of()).build();
    }
    var after = Marker.read(input.marker());
    int limit = Marker.limit(input.maxItems());
    var found =
        store.read(
            tables ->
                tables.list(
                    call.account(), call.region(), after.name(), after.number(), all, limit + 1));
    var page = found.subList(0, Math.min(limit, found.size()));
    return ListFunctionsResponse.builder()
        .functions(page.stream().map(version -> Configurations.brief(version, all)).toList())
        .nextMarker(found.size() > limit ? Marker.after(page.getLast()).text() : null)
        .build();
  }
}
