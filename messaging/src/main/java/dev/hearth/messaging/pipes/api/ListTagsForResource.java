package dev.hearth.messaging.pipes.api;

import dev.hearth.messaging.pipes.PipeReference;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.pipes.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.pipes.model.ListTagsForResourceResponse;

/// The tags of a pipe.
final class ListTagsForResource
    implements Operation<ListTagsForResourceRequest, ListTagsForResourceResponse> {
  private final Pipes pipes;

  ListTagsForResource(Pipes pipes) {
    this.pipes = pipes;
  }

  @Override
  public Access access(ListTagsForResourceRequest input, Call call) {
    return pipes.access("ListTagsForResource", PipeReference.parse(call, input.resourceArn()));
  }

  @Override
  public ListTagsForResourceResponse run(ListTagsForResourceRequest input, Call call) {
    var pipe = pipes.find(PipeReference.parse(call, input.resourceArn()));
    return ListTagsForResourceResponse.builder().tags(pipe.tags()).build();
  }
}
