package dev.hearth.secrets.parameters.api;

import dev.hearth.secrets.TagConditions;
import dev.hearth.secrets.parameters.ParameterStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.ssm.model.RemoveTagsFromResourceRequest;
import software.amazon.awssdk.services.ssm.model.RemoveTagsFromResourceResponse;

/// Takes tags from a parameter.
final class RemoveTagsFromResource
    implements Operation<RemoveTagsFromResourceRequest, RemoveTagsFromResourceResponse> {
  private final TaggedParameter tagged;

  RemoveTagsFromResource(ParameterStore store) {
    tagged = new TaggedParameter(store);
  }

  @Override
  public Access access(RemoveTagsFromResourceRequest input, Call call) {
    return tagged.access(
        input.resourceTypeAsString(),
        input.resourceId(),
        TagConditions.removed(input.tagKeys()),
        call);
  }

  @Override
  public RemoveTagsFromResourceResponse run(RemoveTagsFromResourceRequest input, Call call) {
    tagged.change(
        input.resourceTypeAsString(),
        input.resourceId(),
        tags -> {
          input.tagKeys().forEach(tags::remove);
          return tags;
        },
        call);
    return RemoveTagsFromResourceResponse.builder().build();
  }
}
