package dev.hearth.messaging.pipes.api;

import dev.hearth.messaging.mappings.store.MappingState;
import dev.hearth.messaging.pipes.PipeReference;
import dev.hearth.messaging.pipes.PipeRefusals;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.pipes.model.StartPipeRequest;
import software.amazon.awssdk.services.pipes.model.StartPipeResponse;

/// Has a stopped pipe run.
final class StartPipe implements Operation<StartPipeRequest, StartPipeResponse> {
  private final Pipes pipes;

  StartPipe(Pipes pipes) {
    this.pipes = pipes;
  }

  @Override
  public Access access(StartPipeRequest input, Call call) {
    return pipes.access("StartPipe", PipeReference.of(call, input.name()));
  }

  @Override
  public StartPipeResponse run(StartPipeRequest input, Call call) {
    var pipe = PipeReference.of(call, input.name());
    var changed =
        pipes.change(
            pipe,
            before -> {
              if (before.enabled()) {
                throw PipeRefusals.state(pipe.name(), Pipes.state(before).toString());
              }
              return Pipes.wanted(before, true, MappingState.ENABLING, call);
            });
    return StartPipeResponse.builder()
        .arn(pipe.toString())
        .name(pipe.name())
        .desiredState(Pipes.desired(changed))
        .currentState(Pipes.state(changed))
        .creationTime(Pipes.model(changed).creationTime())
        .lastModifiedTime(changed.modified())
        .build();
  }
}
