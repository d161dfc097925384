package dev.hearth.functions.api;

import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.functions.store.FunctionStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Map;
import software.amazon.awssdk.services.lambda.model.ListTagsRequest;
import software.amazon.awssdk.services.lambda.model.ListTagsResponse;

/// A function's tags.
final class ListTags implements Operation<ListTagsRequest, ListTagsResponse> {
  private final FunctionStore store;
  private final Permissions permissions;

  ListTags(FunctionStore store, Permissions permissions) {
    this.store = store;
    this.permissions = permissions;
  }

  @Override
  public Access access(ListTagsRequest input, Call call) {
    return permissions.on("lambda:ListTags", Tags.function(call, input.resource()), Map.of());
  }

  @Override
  public ListTagsResponse run(ListTagsRequest input, Call call) {
    var function = Tags.function(call, input.resource());
    var found =
        store
            .read(tables -> tables.function(function))
            .orElseThrow(() -> Refusals.notFound(function.functionArn()));
    return ListTagsResponse.builder().tags(found.tags()).build();
  }
}
