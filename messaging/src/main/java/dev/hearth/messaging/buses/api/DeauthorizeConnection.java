package dev.hearth.messaging.buses.api;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.eventbridge.model.DeauthorizeConnectionRequest;
import software.amazon.awssdk.services.eventbridge.model.DeauthorizeConnectionResponse;

/// Forgets the credentials of a connection.
final class DeauthorizeConnection
    implements Operation<DeauthorizeConnectionRequest, DeauthorizeConnectionResponse> {
  private final Connections connections;

  DeauthorizeConnection(Connections connections) {
    this.connections = connections;
  }

  @Override
  public Access access(DeauthorizeConnectionRequest input, Call call) {
    return Connections.access("events:DeauthorizeConnection", call, input.name());
  }

  @Override
  public DeauthorizeConnectionResponse run(DeauthorizeConnectionRequest input, Call call) {
    var connection = connections.deauthorize(call, input.name());
    return DeauthorizeConnectionResponse.builder()
        .connectionArn(connection.connectionArn())
        .connectionState(connection.connectionState())
        .creationTime(connection.creationTime())
        .lastModifiedTime(connection.lastModifiedTime())
        .lastAuthorizedTime(connection.lastAuthorizedTime())
        .build();
  }
}
