package dev.hearth.messaging.mappings.api;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.api.Shapes;
import dev.hearth.messaging.mappings.EventSource;
import dev.hearth.messaging.mappings.EventSources;
import dev.hearth.messaging.mappings.store.Mapping;
import dev.hearth.messaging.mappings.store.MappingState;
import dev.hearth.messaging.mappings.store.MappingStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Objects;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.UpdateEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.UpdateEventSourceMappingResponse;

/// Changes a mapping; what the request leaves out stays. Batches that are being worked on end as
/// they began.
final class UpdateEventSourceMapping
    implements Operation<UpdateEventSourceMappingRequest, UpdateEventSourceMappingResponse> {
  private final MappingStore store;
  private final MappingInput input;
  private final EventSources sources;
  private final MappingAccess access;
  private final Runnable announce;

  /// @param announce has the engine look
  UpdateEventSourceMapping(
      MappingStore store,
      MappingInput input,
      EventSources sources,
      MappingAccess access,
      Runnable announce) {
    this.store = store;
    this.input = input;
    this.sources = sources;
    this.access = access;
    this.announce = announce;
  }

  @Override
  public Access access(UpdateEventSourceMappingRequest request, Call call) {
    var onMapping = access.on("lambda:UpdateEventSourceMapping", call, request.uuid());
    if (request.functionName() == null) {
      return onMapping;
    }
    var function = input.function(call, request.functionName());
    return onMapping.and(
        "lambda:UpdateEventSourceMapping",
        MappingAccess.arn(call, request.uuid()),
        MappingAccess.function(function.arn()));
  }

  @Override
  public UpdateEventSourceMappingResponse run(UpdateEventSourceMappingRequest request, Call call) {
    var before =
        store
            .read(tables -> tables.find(call.account(), call.region(), request.uuid()))
            .orElseThrow(MappingAccess::notFound);
    MappingAccess.settled(before, "update");
    var source = sources.get(before.source());
    var function =
        request.functionName() == null
            ? before.function()
            : input.function(call, request.functionName());
    var version = input.version(function);
    var settings = input.over(before.settings(), request, source);
    if (!Objects.equals(
        settings.selfManagedKafkaEventSourceConfig(),
        before.settings().selfManagedKafkaEventSourceConfig())) {
      throw EventSources.invalid(
          "SelfManagedKafkaEventSourceConfig: the consumer group of a mapping cannot be changed.");
    }
    input.check(settings, source, before.source(), version);
    var after = changed(before, request, function, settings, source, call);
    write(before, after, source);
    announce.run();
    return Shapes.copy(MappingShapes.show(after), UpdateEventSourceMappingResponse.builder())
        .build();
  }

  private static Mapping changed(
      Mapping before,
      UpdateEventSourceMappingRequest request,
      FunctionReference function,
      EventSourceMappingConfiguration settings,
      EventSource source,
      Call call) {
    boolean enabled = request.enabled() == null ? before.enabled() : request.enabled();
    var state = MappingState.UPDATING;
    if (enabled != before.enabled()) {
      state = enabled ? MappingState.ENABLING : MappingState.DISABLING;
    }
    return new Mapping(
        before.uuid(),
        function,
        before.source(),
        settings,
        before.tags(),
        enabled,
        state,
        source.userAction(),
        before.result(),
        call.time(),
        before.revision() + 1,
        before.started());
  }

  private void write(Mapping before, Mapping after, EventSource source) {
    store.write(
        tables -> {
          var now = tables.find(before.uuid()).orElseThrow(MappingAccess::notFound);
          MappingAccess.settled(now, "update");
          if (now.revision() != before.revision()) {
            throw MappingAccess.inUse("update");
          }
          tables
              .find(after.function(), after.source())
              .filter(found -> !found.uuid().equals(after.uuid()))
              .ifPresent(
                  found -> {
                    throw CreateEventSourceMapping.exists(source, found);
                  });
          tables.update(after.besides(now));
          return null;
        });
  }
}
