package dev.hearth.secrets.parameters.api;

import dev.hearth.secrets.TagConditions;
import dev.hearth.secrets.parameters.ParameterStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.ssm.model.AddTagsToResourceRequest;
import software.amazon.awssdk.services.ssm.model.AddTagsToResourceResponse;

/// Tags a parameter.
final class AddTagsToResource
    implements Operation<AddTagsToResourceRequest, AddTagsToResourceResponse> {
  private final TaggedParameter tagged;

  AddTagsToResource(ParameterStore store) {
    tagged = new TaggedParameter(store);
  }

  @Override
  public Access access(AddTagsToResourceRequest input, Call call) {
    var conditions = TagConditions.requested(ParameterShapes.tags(input.tags()));
    return tagged.access(input.resourceTypeAsString(), input.resourceId(), conditions, call);
  }

  @Override
  public AddTagsToResourceResponse run(AddTagsToResourceRequest input, Call call) {
    tagged.change(
        input.resourceTypeAsString(),
        input.resourceId(),
        tags -> {
          tags.putAll(ParameterShapes.tags(input.tags()));
          return tags;
        },
        call);
    return AddTagsToResourceResponse.builder().build();
  }
}
