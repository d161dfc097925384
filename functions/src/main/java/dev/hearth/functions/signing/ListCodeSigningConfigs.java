package dev.hearth.functions.signing;

import dev.hearth.functions.api.Marker;
import dev.hearth.functions.store.FunctionStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.ListCodeSigningConfigsRequest;
import software.amazon.awssdk.services.lambda.model.ListCodeSigningConfigsResponse;

/// Code signing configurations by id, at most 50 at once.
final class ListCodeSigningConfigs
    implements Operation<ListCodeSigningConfigsRequest, ListCodeSigningConfigsResponse> {
  private final FunctionStore store;

  ListCodeSigningConfigs(FunctionStore store) {
    this.store = store;
  }

  @Override
  public Access access(ListCodeSigningConfigsRequest input, Call call) {
    return Access.to("lambda:ListCodeSigningConfigs", "*");
  }

  @Override
  public ListCodeSigningConfigsResponse run(ListCodeSigningConfigsRequest input, Call call) {
    var after = Marker.read(input.marker()).name();
    int limit = Marker.limit(input.maxItems());
    var found =
        store.read(
            tables ->
                new SigningTables(tables.sql())
                    .list(call.account(), call.region(), after, limit + 1));
    var page = found.subList(0, Math.min(limit, found.size()));
    return ListCodeSigningConfigsResponse.builder()
        .codeSigningConfigs(page.stream().map(CodeSigningConfig::shape).toList())
        .nextMarker(
            found.size() > limit ? new Marker(page.getLast().reference().id(), 0).text() : null)
        .build();
  }
}
