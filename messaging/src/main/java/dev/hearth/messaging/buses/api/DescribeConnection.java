package dev.hearth.messaging.buses.api;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.eventbridge.model.DescribeConnectionRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeConnectionResponse;

/// Shows a connection, without its secrets.
final class DescribeConnection
    implements Operation<DescribeConnectionRequest, DescribeConnectionResponse> {
  private final Connections connections;

  DescribeConnection(Connections connections) {
    this.connections = connections;
  }

  @Override
  public Access access(DescribeConnectionRequest input, Call call) {
    return Connections.access("events:DescribeConnection", call, input.name());
  }

  @Override
  public DescribeConnectionResponse run(DescribeConnectionRequest input, Call call) {
    return connections.describe(call, input.name());
  }
}
