package dev.hearth.messaging.pipes.api;

import dev.hearth.messaging.mappings.store.Mapping;
import dev.hearth.messaging.mappings.store.MappingState;
import dev.hearth.messaging.pipes.PipeReference;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.pipes.model.DescribePipeResponse;
import software.amazon.awssdk.services.pipes.model.PipeSourceParameters;
import software.amazon.awssdk.services.pipes.model.RequestedPipeState;
import software.amazon.awssdk.services.pipes.model.UpdatePipeRequest;
import software.amazon.awssdk.services.pipes.model.UpdatePipeResponse;

/// Changes a pipe, but for its source. An empty text removes an enrichment.
final class UpdatePipe implements Operation<UpdatePipeRequest, UpdatePipeResponse> {
  private final Pipes pipes;
  private final PipeInput check;

  UpdatePipe(Pipes pipes, PipeInput check) {
    this.pipes = pipes;
    this.check = check;
  }

  @Override
  public Access access(UpdatePipeRequest input, Call call) {
    var access = pipes.access("UpdatePipe", PipeReference.of(call, input.name()));
    return PipeInput.passing(access, input.roleArn());
  }

  @Override
  public UpdatePipeResponse run(UpdatePipeRequest input, Call call) {
    var pipe = PipeReference.of(call, input.name());
    var changed =
        pipes.change(
            pipe,
            before -> {
              var model = over(Pipes.model(before), input);
              var settings =
                  check.check(model, call, input.logConfiguration(), input.kmsKeyIdentifier());
              boolean enabled =
                  input.desiredState() == null
                      ? before.enabled()
                      : input.desiredState() == RequestedPipeState.RUNNING;
              return new Mapping(
                  before.uuid(),
                  before.function(),
                  before.source(),
                  settings,
                  before.tags(),
                  enabled,
                  MappingState.UPDATING,
                  "USER_INITIATED",
                  "",
                  call.time(),
                  before.revision() + 1,
                  before.started(),
                  model);
            });
    return UpdatePipeResponse.builder()
        .arn(pipe.toString())
        .name(pipe.name())
        .desiredState(Pipes.desired(changed))
        .currentState(Pipes.state(changed))
        .creationTime(Pipes.model(changed).creationTime())
        .lastModifiedTime(changed.modified())
        .build();
  }

  private static DescribePipeResponse over(DescribePipeResponse before, UpdatePipeRequest input) {
    var next = before.toBuilder().roleArn(input.roleArn());
    if (input.description() != null) {
      next.description(input.description());
    }
    if (input.sourceParameters() != null) {
      next.sourceParameters(source(before.sourceParameters(), input));
    }
    if (input.enrichment() != null) {
      next.enrichment(input.enrichment().isEmpty() ? null : input.enrichment());
    }
    if (input.enrichmentParameters() != null) {
      next.enrichmentParameters(input.enrichmentParameters());
    }
    if (input.target() != null) {
      next.target(input.target());
    }
    if (input.targetParameters() != null) {
      next.targetParameters(input.targetParameters());
    }
    return next.build();
  }

  private static PipeSourceParameters source(
      @Nullable PipeSourceParameters before, UpdatePipeRequest input) {
    var given = input.sourceParameters();
    var next = before == null ? PipeSourceParameters.builder() : before.toBuilder();
    if (given.filterCriteria() != null) {
      next.filterCriteria(given.filterCriteria());
    }
    var queue = given.sqsQueueParameters();
    if (queue != null) {
      next.sqsQueueParameters(
          p ->
              p.batchSize(queue.batchSize())
                  .maximumBatchingWindowInSeconds(queue.maximumBatchingWindowInSeconds()));
    }
    return next.build();
  }
}
