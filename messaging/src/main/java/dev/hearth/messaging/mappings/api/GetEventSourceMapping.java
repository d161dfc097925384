package dev.hearth.messaging.mappings.api;

import dev.hearth.functions.api.Shapes;
import dev.hearth.messaging.mappings.store.MappingStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.GetEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.GetEventSourceMappingResponse;

/// Shows a mapping.
final class GetEventSourceMapping
    implements Operation<GetEventSourceMappingRequest, GetEventSourceMappingResponse> {
  private final MappingStore store;
  private final MappingAccess access;

  GetEventSourceMapping(MappingStore store, MappingAccess access) {
    this.store = store;
    this.access = access;
  }

  @Override
  public Access access(GetEventSourceMappingRequest input, Call call) {
    return access.on("lambda:GetEventSourceMapping", call, input.uuid());
  }

  @Override
  public GetEventSourceMappingResponse run(GetEventSourceMappingRequest input, Call call) {
    var mapping =
        store
            .read(tables -> tables.find(call.account(), call.region(), input.uuid()))
            .orElseThrow(MappingAccess::notFound);
    return Shapes.copy(MappingShapes.show(mapping), GetEventSourceMappingResponse.builder())
        .build();
  }
}
