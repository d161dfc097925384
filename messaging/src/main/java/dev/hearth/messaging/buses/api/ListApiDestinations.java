package dev.hearth.messaging.buses.api;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.eventbridge.model.ApiDestination;
import software.amazon.awssdk.services.eventbridge.model.DescribeApiDestinationResponse;
import software.amazon.awssdk.services.eventbridge.model.ListApiDestinationsRequest;
import software.amazon.awssdk.services.eventbridge.model.ListApiDestinationsResponse;

/// The HTTP endpoints of the account, by name.
final class ListApiDestinations
    implements Operation<ListApiDestinationsRequest, ListApiDestinationsResponse> {
  private final ApiDestinations destinations;

  ListApiDestinations(ApiDestinations destinations) {
    this.destinations = destinations;
  }

  @Override
  public Access access(ListApiDestinationsRequest input, Call call) {
    return Access.to("events:ListApiDestinations", "*");
  }

  @Override
  public ListApiDestinationsResponse run(ListApiDestinationsRequest input, Call call) {
    int limit = Page.limit(input.limit());
    var found =
        destinations.list(
            call,
            input.namePrefix(),
            input.connectionArn(),
            Page.after(input.nextToken()),
            limit + 1);
    var page = Page.of(found, limit, DescribeApiDestinationResponse::name);
    return ListApiDestinationsResponse.builder()
        .apiDestinations(page.items().stream().map(ListApiDestinations::show).toList())
        .nextToken(page.token())
        .build();
  }

  private static ApiDestination show(DescribeApiDestinationResponse destination) {
    return ApiDestination.builder()
        .apiDestinationArn(destination.apiDestinationArn())
        .name(destination.name())
        .apiDestinationState(destination.apiDestinationState())
        .connectionArn(destination.connectionArn())
        .invocationEndpoint(destination.invocationEndpoint())
        .httpMethod(destination.httpMethod())
        .invocationRateLimitPerSecond(destination.invocationRateLimitPerSecond())
        .creationTime(destination.creationTime())
        .lastModifiedTime(destination.lastModifiedTime())
        .build();
  }
}
