package dev.hearth.messaging.mappings.api;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.api.Shapes;
import dev.hearth.functions.api.Tags;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.mappings.EventSource;
import dev.hearth.messaging.mappings.EventSources;
import dev.hearth.messaging.mappings.StreamSource;
import dev.hearth.messaging.mappings.store.Mapping;
import dev.hearth.messaging.mappings.store.MappingState;
import dev.hearth.messaging.mappings.store.MappingStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingResponse;

/// Makes a mapping, which begins to be run after the answer.
final class CreateEventSourceMapping
    implements Operation<CreateEventSourceMappingRequest, CreateEventSourceMappingResponse> {
  private final MappingStore store;
  private final MappingInput input;
  private final EventSources sources;
  private final Runnable announce;
  private final Supplier<String> uuids;

  /// @param announce has the engine look
  CreateEventSourceMapping(
      MappingStore store,
      MappingInput input,
      EventSources sources,
      Runnable announce,
      Supplier<String> uuids) {
    this.store = store;
    this.input = input;
    this.sources = sources;
    this.announce = announce;
    this.uuids = uuids;
  }

  @Override
  public Access access(CreateEventSourceMappingRequest request, Call call) {
    var function = FunctionReference.of(call, request.functionName(), null);
    var need =
        new Access.Need(
            "lambda:CreateEventSourceMapping", "*", MappingAccess.function(function.arn()));
    return MappingAccess.tagging(new Access(List.of(need)), request.tags());
  }

  @Override
  public CreateEventSourceMappingResponse run(CreateEventSourceMappingRequest request, Call call) {
    var arn = input.source(request, call);
    var source = sources.get(arn);
    var function = input.function(call, request.functionName());
    var version = input.version(function);
    var uuid = uuids.get();
    var settings = source.completed(input.over(Defaults.of(source, arn), request, source), uuid);
    if (source instanceof StreamSource) {
      SettingsCheck.start(settings, call.time());
    }
    input.check(settings, source, arn, version);
    var mapping =
        new Mapping(
            uuid,
            function,
            arn,
            settings,
            Tags.check(request.tags()),
            !Boolean.FALSE.equals(request.enabled()),
            MappingState.CREATING,
            source.userAction(),
            source instanceof StreamSource ? "No records processed" : "",
            call.time(),
            0,
            false);
    store.write(
        tables -> {
          tables
              .find(function, arn)
              .ifPresent(
                  found -> {
                    throw exists(source, found);
                  });
          tables.insert(mapping);
          return null;
        });
    announce.run();
    return Shapes.copy(MappingShapes.show(mapping), CreateEventSourceMappingResponse.builder())
        .build();
  }

  static ServiceException exists(EventSource source, Mapping found) {
    var name =
        found.function().qualifier().isEmpty()
            ? found.function().name()
            : found.function().name() + ":" + found.function().qualifier();
    return new ServiceException(
            "ResourceConflictException", 409, source.conflict(found.source(), name, found.uuid()))
        .with("Type", "User");
  }
}
