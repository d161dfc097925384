package dev.hearth.messaging.pipes.api;

import dev.hearth.messaging.pipes.PipeReference;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.pipes.model.DescribePipeRequest;
import software.amazon.awssdk.services.pipes.model.DescribePipeResponse;

/// Tells of a pipe; while it runs and something is in its way, `StateReason` says what.
final class DescribePipe implements Operation<DescribePipeRequest, DescribePipeResponse> {
  private final Pipes pipes;

  DescribePipe(Pipes pipes) {
    this.pipes = pipes;
  }

  @Override
  public Access access(DescribePipeRequest input, Call call) {
    return pipes.access("DescribePipe", PipeReference.of(call, input.name()));
  }

  @Override
  public DescribePipeResponse run(DescribePipeRequest input, Call call) {
    var mapping = pipes.find(PipeReference.of(call, input.name()));
    return Pipes.model(mapping).toBuilder()
        .desiredState(Pipes.desired(mapping))
        .currentState(Pipes.state(mapping))
        .stateReason(Pipes.reason(mapping))
        .tags(mapping.tags())
        .lastModifiedTime(mapping.modified())
        .build();
  }
}
