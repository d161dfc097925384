package dev.hearth.messaging.pipes.api;

import dev.hearth.messaging.mappings.store.MappingState;
import dev.hearth.messaging.pipes.PipeReference;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.pipes.model.DeletePipeRequest;
import software.amazon.awssdk.services.pipes.model.DeletePipeResponse;

/// Deletes a pipe, once the batches that it works on have ended.
final class DeletePipe implements Operation<DeletePipeRequest, DeletePipeResponse> {
  private final Pipes pipes;

  DeletePipe(Pipes pipes) {
    this.pipes = pipes;
  }

  @Override
  public Access access(DeletePipeRequest input, Call call) {
    return pipes.access("DeletePipe", PipeReference.of(call, input.name()));
  }

  @Override
  public DeletePipeResponse run(DeletePipeRequest input, Call call) {
    var pipe = PipeReference.of(call, input.name());
    var changed =
        pipes.change(pipe, before -> Pipes.wanted(before, false, MappingState.DELETING, call));
    return DeletePipeResponse.builder()
        .arn(pipe.toString())
        .name(pipe.name())
        .desiredState(Pipes.desired(changed))
        .currentState(Pipes.state(changed))
        .creationTime(Pipes.model(changed).creationTime())
        .lastModifiedTime(changed.modified())
        .build();
  }
}
