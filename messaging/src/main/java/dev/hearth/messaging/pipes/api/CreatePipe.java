package dev.hearth.messaging.pipes.api;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.api.Permissions;
import dev.hearth.kernel.Arn;
import dev.hearth.messaging.mappings.store.Mapping;
import dev.hearth.messaging.mappings.store.MappingState;
import dev.hearth.messaging.pipes.PipeReference;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.function.Supplier;
import software.amazon.awssdk.services.pipes.model.CreatePipeRequest;
import software.amazon.awssdk.services.pipes.model.CreatePipeResponse;
import software.amazon.awssdk.services.pipes.model.DescribePipeResponse;
import software.amazon.awssdk.services.pipes.model.RequestedPipeState;

/// Makes a pipe, which begins to run after the answer.
final class CreatePipe implements Operation<CreatePipeRequest, CreatePipeResponse> {
  private final Pipes pipes;
  private final PipeInput check;
  private final Supplier<String> uuids;

  CreatePipe(Pipes pipes, PipeInput check, Supplier<String> uuids) {
    this.pipes = pipes;
    this.check = check;
    this.uuids = uuids;
  }

  @Override
  public Access access(CreatePipeRequest input, Call call) {
    var pipe = PipeReference.of(call, input.name());
    var access = PipeInput.passing(Access.to("pipes:CreatePipe", pipe.toString()), input.roleArn());
    return input.tags().isEmpty()
        ? access
        : access.and("pipes:TagResource", pipe.toString(), Permissions.requestTags(input.tags()));
  }

  @Override
  public CreatePipeResponse run(CreatePipeRequest input, Call call) {
    var pipe = PipeReference.of(call, input.name());
    var model =
        DescribePipeResponse.builder()
            .arn(pipe.toString())
            .name(pipe.name())
            .description(input.description())
            .source(input.source())
            .sourceParameters(input.sourceParameters())
            .enrichment(input.enrichment())
            .enrichmentParameters(input.enrichmentParameters())
            .target(input.target())
            .targetParameters(input.targetParameters())
            .roleArn(input.roleArn())
            .creationTime(call.time())
            .build();
    var settings = check.check(model, call, input.logConfiguration(), input.kmsKeyIdentifier());
    var mapping =
        new Mapping(
            uuids.get(),
            new FunctionReference(call.account(), call.region(), pipe.name(), ""),
            Arn.parse(input.source()).orElseThrow(),
            settings,
            PipeInput.tags(input.tags()),
            input.desiredState() != RequestedPipeState.STOPPED,
            MappingState.CREATING,
            "USER_INITIATED",
            "",
            call.time(),
            0,
            false,
            model);
    pipes.insert(mapping, pipe);
    return CreatePipeResponse.builder()
        .arn(pipe.toString())
        .name(pipe.name())
        .desiredState(Pipes.desired(mapping))
        .currentState(Pipes.state(mapping))
        .creationTime(call.time())
        .lastModifiedTime(call.time())
        .build();
  }
}
