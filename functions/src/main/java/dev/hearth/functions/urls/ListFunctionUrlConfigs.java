package dev.hearth.functions.urls;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.api.Marker;
import dev.hearth.functions.api.Permissions;
import dev.hearth.functions.catalogue.Catalogue;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Map;
import software.amazon.awssdk.services.lambda.model.ListFunctionUrlConfigsRequest;
import software.amazon.awssdk.services.lambda.model.ListFunctionUrlConfigsResponse;

/// The URLs of a function and its aliases, that of `$LATEST` first; at most 50 at once.
final class ListFunctionUrlConfigs
    implements Operation<ListFunctionUrlConfigsRequest, ListFunctionUrlConfigsResponse> {
  private final UrlStore urls;
  private final Catalogue catalogue;
  private final Permissions permissions;

  ListFunctionUrlConfigs(UrlStore urls, Catalogue catalogue, Permissions permissions) {
    this.urls = urls;
    this.catalogue = catalogue;
    this.permissions = permissions;
  }

  @Override
  public Access access(ListFunctionUrlConfigsRequest input, Call call) {
    var function = FunctionReference.of(call, input.functionName(), null).unqualified();
    return permissions.on("lambda:ListFunctionUrlConfigs", function, Map.of());
  }

  @Override
  public ListFunctionUrlConfigsResponse run(ListFunctionUrlConfigsRequest input, Call call) {
    var function = FunctionReference.of(call, input.functionName(), null).unqualified();
    var marker = Marker.read(input.marker());
    // The name of the first URL's qualifier is empty, as is that of the beginning.
    var after = marker.number() < 0 ? null : marker.name();
    int limit = Marker.limit(input.maxItems());
    if (catalogue.find(function).isEmpty()) {
      throw UrlStore.noFunction();
    }
    var found = urls.list(function, after, limit + 1);
    var page = found.subList(0, Math.min(limit, found.size()));
    return ListFunctionUrlConfigsResponse.builder()
        .functionUrlConfigs(
            page.stream().map(url -> UrlConfigs.show(url, call.endpoint())).toList())
        .nextMarker(
            found.size() > limit
                ? new Marker(page.getLast().function().qualifier(), 0).text()
                : null)
        .build();
  }
}
