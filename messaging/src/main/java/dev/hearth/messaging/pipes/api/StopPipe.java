package dev.hearth.messaging.pipes.api;

import dev.hearth.messaging.mappings.store.MappingState;
import dev.hearth.messaging.pipes.PipeReference;
import dev.hearth.messaging.pipes.PipeRefusals;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.pipes.model.StopPipeRequest;
import software.amazon.awssdk.services.pipes.model.StopPipeResponse;

/// Has a pipe take no more messages; those that it has taken go their way.
final class StopPipe implements Operation<StopPipeRequest, StopPipeResponse> {
  private final Pipes pipes;

  StopPipe(Pipes pipes) {
    this.pipes = pipes;
  }

  @Override
  public Access access(StopPipeRequest input, Call call) {
    return pipes.access("StopPipe", PipeReference.of(call, input.name()));
  }

  @Override
  public StopPipeResponse run(StopPipeRequest input, Call call) {
    var pipe = PipeReference.of(call, input.name());
    var changed =
        pipes.change(
            pipe,
            before -> {
              if (!before.enabled()) {
                throw PipeRefusals.state(pipe.name(), Pipes.state(before).toString());
              }
              return Pipes.wanted(before, false, MappingState.DISABLING, call);
            });
    return StopPipeResponse.builder()
        .arn(pipe.toString())
        .name(pipe.name())
        .desiredState(Pipes.desired(changed))
        .currentState(Pipes.state(changed))
        .creationTime(Pipes.model(changed).creationTime())
        .lastModifiedTime(changed.modified())
        .build();
  }
}
