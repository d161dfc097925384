package dev.hearth.functions.api;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Map;
import software.amazon.awssdk.services.lambda.model.ListTagsRequest;
import software.amazon.awssdk.services.lambda.model.ListTagsResponse;

/// The tags of a function, or of another resource that has some.
final class ListTags implements Operation<ListTagsRequest, ListTagsResponse> {
  private final TaggedResources resources;

  ListTags(TaggedResources resources) {
    this.resources = resources;
  }

  @Override
  public Access access(ListTagsRequest input, Call call) {
    return resources.access("lambda:ListTags", call, input.resource(), Map.of());
  }

  @Override
  public ListTagsResponse run(ListTagsRequest input, Call call) {
    return ListTagsResponse.builder().tags(resources.tags(call, input.resource())).build();
  }
}
