package dev.hearth.messaging.pipes.api;

import dev.hearth.functions.api.Permissions;
import dev.hearth.messaging.pipes.PipeReference;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.TreeMap;
import software.amazon.awssdk.services.pipes.model.TagResourceRequest;
import software.amazon.awssdk.services.pipes.model.TagResourceResponse;

/// Adds tags to a pipe; those with the same key are replaced.
final class TagResource implements Operation<TagResourceRequest, TagResourceResponse> {
  private final Pipes pipes;

  TagResource(Pipes pipes) {
    this.pipes = pipes;
  }

  @Override
  public Access access(TagResourceRequest input, Call call) {
    var pipe = PipeReference.parse(call, input.resourceArn());
    return pipes
        .access("TagResource", pipe)
        .and("pipes:TagResource", pipe.toString(), Permissions.requestTags(input.tags()));
  }

  @Override
  public TagResourceResponse run(TagResourceRequest input, Call call) {
    pipes.tag(
        call,
        input.resourceArn(),
        before -> {
          var tags = new TreeMap<>(before);
          tags.putAll(input.tags());
          return PipeInput.tags(tags);
        });
    return TagResourceResponse.builder().build();
  }
}
