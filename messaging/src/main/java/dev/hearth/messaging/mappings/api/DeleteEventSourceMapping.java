package dev.hearth.messaging.mappings.api;

import dev.hearth.functions.api.Shapes;
import dev.hearth.messaging.mappings.store.Mapping;
import dev.hearth.messaging.mappings.store.MappingState;
import dev.hearth.messaging.mappings.store.MappingStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.DeleteEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.DeleteEventSourceMappingResponse;

/// Deletes a mapping; it is gone when it has stopped.
final class DeleteEventSourceMapping
    implements Operation<DeleteEventSourceMappingRequest, DeleteEventSourceMappingResponse> {
  private final MappingStore store;
  private final MappingAccess access;
  private final Runnable announce;

  /// @param announce has the engine look
  DeleteEventSourceMapping(MappingStore store, MappingAccess access, Runnable announce) {
    this.store = store;
    this.access = access;
    this.announce = announce;
  }

  @Override
  public Access access(DeleteEventSourceMappingRequest input, Call call) {
    return access.on("lambda:DeleteEventSourceMapping", call, input.uuid());
  }

  @Override
  public DeleteEventSourceMappingResponse run(DeleteEventSourceMappingRequest input, Call call) {
    var deleting =
        store.<Mapping>write(
            tables -> {
              var found =
                  tables
                      .find(call.account(), call.region(), input.uuid())
                      .orElseThrow(MappingAccess::notFound);
              var next =
                  MappingAccess.settled(found, "delete")
                      .in(MappingState.DELETING, found.reason(), call.time());
              tables.update(next);
              return next;
            });
    announce.run();
    return Shapes.copy(MappingShapes.show(deleting), DeleteEventSourceMappingResponse.builder())
        .build();
  }
}
