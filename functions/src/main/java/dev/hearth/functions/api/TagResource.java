package dev.hearth.functions.api;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.TreeMap;
import software.amazon.awssdk.services.lambda.model.TagResourceRequest;
import software.amazon.awssdk.services.lambda.model.TagResourceResponse;

/// Adds tags to a function or another resource; those with the same key are replaced.
final class TagResource implements Operation<TagResourceRequest, TagResourceResponse> {
  private final TaggedResources resources;

  TagResource(TaggedResources resources) {
    this.resources = resources;
  }

  @Override
  public Access access(TagResourceRequest input, Call call) {
    return resources.access(
        "lambda:TagResource", call, input.resource(), Permissions.requestTags(input.tags()));
  }

  @Override
  public TagResourceResponse run(TagResourceRequest input, Call call) {
    resources.update(
        call,
        input.resource(),
        before -> {
          var tags = new TreeMap<>(before);
          tags.putAll(input.tags());
          return Tags.check(tags);
        });
    return TagResourceResponse.builder().build();
  }
}
