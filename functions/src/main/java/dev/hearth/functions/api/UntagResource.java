package dev.hearth.functions.api;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.lambda.model.UntagResourceRequest;
import software.amazon.awssdk.services.lambda.model.UntagResourceResponse;

/// Takes tags from a function or another resource; those that it has not are ignored.
final class UntagResource implements Operation<UntagResourceRequest, UntagResourceResponse> {
  private final TaggedResources resources;

  UntagResource(TaggedResources resources) {
    this.resources = resources;
  }

  @Override
  public Access access(UntagResourceRequest input, Call call) {
    return resources.access(
        "lambda:UntagResource",
        call,
        input.resource(),
        Permissions.tagKeys(Set.copyOf(input.tagKeys())));
  }

  @Override
  public UntagResourceResponse run(UntagResourceRequest input, Call call) {
    resources.update(
        call,
        input.resource(),
        before -> {
          var tags = new TreeMap<>(before);
          input.tagKeys().forEach(tags::remove);
          return tags;
        });
    return UntagResourceResponse.builder().build();
  }
}
