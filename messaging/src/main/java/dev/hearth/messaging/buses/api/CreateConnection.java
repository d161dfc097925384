package dev.hearth.messaging.buses.api;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.eventbridge.model.CreateConnectionRequest;
import software.amazon.awssdk.services.eventbridge.model.CreateConnectionResponse;

/// Keeps the credentials for HTTP endpoints, sealed.
final class CreateConnection
    implements Operation<CreateConnectionRequest, CreateConnectionResponse> {
  private final Connections connections;

  CreateConnection(Connections connections) {
    this.connections = connections;
  }

  @Override
  public Access access(CreateConnectionRequest input, Call call) {
    return Connections.access("events:CreateConnection", call, input.name());
  }

  @Override
  public CreateConnectionResponse run(CreateConnectionRequest input, Call call) {
    var connection = connections.create(call, input);
    return CreateConnectionResponse.builder()
        .connectionArn(connection.connectionArn())
        .connectionState(connection.connectionState())
        .creationTime(connection.creationTime())
        .lastModifiedTime(connection.lastModifiedTime())
        .build();
  }
}
