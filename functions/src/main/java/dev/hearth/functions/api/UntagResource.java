package dev.hearth.functions.api;

import dev.hearth.functions.catalogue.Attributes;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.lambda.model.UntagResourceRequest;
import software.amazon.awssdk.services.lambda.model.UntagResourceResponse;

/// Removes tags from a function; keys that it does not have are passed over.
final class UntagResource implements Operation<UntagResourceRequest, UntagResourceResponse> {
  private final Attributes attributes;
  private final Permissions permissions;

  UntagResource(Attributes attributes, Permissions permissions) {
    this.attributes = attributes;
    this.permissions = permissions;
  }

  @Override
  public Access access(UntagResourceRequest input, Call call) {
    return permissions.on(
        "lambda:UntagResource",
        Tags.function(call, input.resource()),
        Permissions.tagKeys(Set.copyOf(input.tagKeys())));
  }

  @Override
  public UntagResourceResponse run(UntagResourceRequest input, Call call) {
    attributes.update(
        Tags.function(call, input.resource()),
        function -> {
          var tags = new TreeMap<>(function.tags());
          input.tagKeys().forEach(tags::remove);
          return function.tagged(tags);
        });
    return UntagResourceResponse.builder().build();
  }
}
