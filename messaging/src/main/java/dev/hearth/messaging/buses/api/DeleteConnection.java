package dev.hearth.messaging.buses.api;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.eventbridge.model.DeleteConnectionRequest;
import software.amazon.awssdk.services.eventbridge.model.DeleteConnectionResponse;

/// Deletes a connection and its credentials; destinations that use it do not work any more.
final class DeleteConnection
    implements Operation<DeleteConnectionRequest, DeleteConnectionResponse> {
  private final Connections connections;

  DeleteConnection(Connections connections) {
    this.connections = connections;
  }

  @Override
  public Access access(DeleteConnectionRequest input, Call call) {
    return Connections.access("events:DeleteConnection", call, input.name());
  }

  @Override
  public DeleteConnectionResponse run(DeleteConnectionRequest input, Call call) {
    var connection = connections.delete(call, input.name());
    return DeleteConnectionResponse.builder()
        .connectionArn(connection.connectionArn())
        .connectionState(connection.connectionState())
        .creationTime(connection.creationTime())
        .lastModifiedTime(connection.lastModifiedTime())
        .lastAuthorizedTime(connection.lastAuthorizedTime())
        .build();
  }
}
