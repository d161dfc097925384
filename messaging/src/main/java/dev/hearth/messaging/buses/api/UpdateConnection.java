package dev.hearth.messaging.buses.api;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.eventbridge.model.UpdateConnectionRequest;
import software.amazon.awssdk.services.eventbridge.model.UpdateConnectionResponse;

/// Changes a connection; what is left out stays.
final class UpdateConnection
    implements Operation<UpdateConnectionRequest, UpdateConnectionResponse> {
  private final Connections connections;

  UpdateConnection(Connections connections) {
    this.connections = connections;
  }

  @Override
  public Access access(UpdateConnectionRequest input, Call call) {
    return Connections.access("events:UpdateConnection", call, input.name());
  }

  @Override
  public UpdateConnectionResponse run(UpdateConnectionRequest input, Call call) {
    var connection = connections.update(call, input);
    return UpdateConnectionResponse.builder()
        .connectionArn(connection.connectionArn())
        .connectionState(connection.connectionState())
        .creationTime(connection.creationTime())
        .lastModifiedTime(connection.lastModifiedTime())
        .lastAuthorizedTime(connection.lastAuthorizedTime())
        .build();
  }
}
