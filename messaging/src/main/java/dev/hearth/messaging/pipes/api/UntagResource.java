package dev.hearth.messaging.pipes.api;

import dev.hearth.messaging.pipes.PipeReference;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.TreeMap;
import software.amazon.awssdk.services.pipes.model.UntagResourceRequest;
import software.amazon.awssdk.services.pipes.model.UntagResourceResponse;

/// Removes tags from a pipe.
final class UntagResource implements Operation<UntagResourceRequest, UntagResourceResponse> {
  private final Pipes pipes;

  UntagResource(Pipes pipes) {
    this.pipes = pipes;
  }

  @Override
  public Access access(UntagResourceRequest input, Call call) {
    return pipes.access("UntagResource", PipeReference.parse(call, input.resourceArn()));
  }

  @Override
  public UntagResourceResponse run(UntagResourceRequest input, Call call) {
    pipes.tag(
        call,
        input.resourceArn(),
        before -> {
          var tags = new TreeMap<>(before);
          input.tagKeys().forEach(tags::remove);
          return tags;
        });
    return UntagResourceResponse.builder().build();
  }
}
