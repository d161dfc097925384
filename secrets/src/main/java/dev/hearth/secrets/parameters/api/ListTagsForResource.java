package dev.hearth.secrets.parameters.api;

import dev.hearth.secrets.parameters.ParameterStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Map;
import software.amazon.awssdk.services.ssm.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ssm.model.ListTagsForResourceResponse;

/// The tags of a parameter.
final class ListTagsForResource
    implements Operation<ListTagsForResourceRequest, ListTagsForResourceResponse> {
  private final TaggedParameter tagged;

  ListTagsForResource(ParameterStore store) {
    tagged = new TaggedParameter(store);
  }

  @Override
  public Access access(ListTagsForResourceRequest input, Call call) {
    return tagged.access(input.resourceTypeAsString(), input.resourceId(), Map.of(), call);
  }

  @Override
  public ListTagsForResourceResponse run(ListTagsForResourceRequest input, Call call) {
    var parameter = tagged.parameter(input.resourceTypeAsString(), input.resourceId(), call);
    return ListTagsForResourceResponse.builder()
        .tagList(ParameterShapes.tags(parameter.tags()))
        .build();
  }
}
