package dev.hearth.messaging.buses.api;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.eventbridge.model.Connection;
import software.amazon.awssdk.services.eventbridge.model.DescribeConnectionResponse;
import software.amazon.awssdk.services.eventbridge.model.ListConnectionsRequest;
import software.amazon.awssdk.services.eventbridge.model.ListConnectionsResponse;

/// The connections of the account, by name.
final class ListConnections implements Operation<ListConnectionsRequest, ListConnectionsResponse> {
  private final Connections connections;

  ListConnections(Connections connections) {
    this.connections = connections;
  }

  @Override
  public Access access(ListConnectionsRequest input, Call call) {
    return Access.to("events:ListConnections", "*");
  }

  @Override
  public ListConnectionsResponse run(ListConnectionsRequest input, Call call) {
    int limit = Page.limit(input.limit());
    var found =
        connections.list(call, input.namePrefix(), Page.after(input.nextToken()), limit + 1);
    var page = Page.of(found, limit, DescribeConnectionResponse::name);
    return ListConnectionsResponse.builder()
        .connections(
            page.items().stream()
                .filter(
                    each ->
                        input.connectionState() == null
                            || each.connectionState() == input.connectionState())
                .map(ListConnections::show)
                .toList())
        .nextToken(page.token())
        .build();
  }

  private static Connection show(DescribeConnectionResponse connection) {
    return Connection.builder()
        .connectionArn(connection.connectionArn())
        .name(connection.name())
        .connectionState(connection.connectionState())
        .stateReason(connection.stateReason())
        .authorizationType(connection.authorizationType())
        .creationTime(connection.creationTime())
        .lastModifiedTime(connection.lastModifiedTime())
        .lastAuthorizedTime(connection.lastAuthorizedTime())
        .build();
  }
}
