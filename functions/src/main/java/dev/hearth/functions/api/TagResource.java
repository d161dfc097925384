package dev.hearth.functions.api;

import dev.hearth.functions.catalogue.Attributes;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.TreeMap;
import software.amazon.awssdk.services.lambda.model.TagResourceRequest;
import software.amazon.awssdk.services.lambda.model.TagResourceResponse;

/// Adds tags to a function; those with the same key are replaced.
final class TagResource implements Operation<TagResourceRequest, TagResourceResponse> {
  private final Attributes attributes;
  private final Permissions permissions;

  TagResource(Attributes attributes, Permissions permissions) {
    this.attributes = attributes;
    this.permissions = permissions;
  }

  @Override
  public Access access(TagResourceRequest input, Call call) {
    return permissions.on(
        "lambda:TagResource",
        Tags.function(call, input.resource()),
        Permissions.requestTags(input.tags()));
  }

  @Override
  public TagResourceResponse run(TagResourceRequest input, Call call) {
    attributes.update(
        Tags.function(call, input.resource()),
        function -> {
          var tags = new TreeMap<>(function.tags());
          tags.putAll(input.tags());
          return function.tagged(Tags.check(tags));
        });
    return TagResourceResponse.builder().build();
  }
}
