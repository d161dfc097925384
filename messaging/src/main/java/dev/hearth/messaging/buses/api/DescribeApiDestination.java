package dev.hearth.messaging.buses.api;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.eventbridge.model.DescribeApiDestinationRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeApiDestinationResponse;

/// Shows an HTTP endpoint.
final class DescribeApiDestination
    implements Operation<DescribeApiDestinationRequest, DescribeApiDestinationResponse> {
  private final ApiDestinations destinations;

  DescribeApiDestination(ApiDestinations destinations) {
    this.destinations = destinations;
  }

  @Override
  public Access access(DescribeApiDestinationRequest input, Call call) {
    return ApiDestinations.access("events:DescribeApiDestination", call, input.name());
  }

  @Override
  public DescribeApiDestinationResponse run(DescribeApiDestinationRequest input, Call call) {
    return destinations.describe(call, input.name());
  }
}
