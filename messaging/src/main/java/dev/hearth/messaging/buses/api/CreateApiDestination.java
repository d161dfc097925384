package dev.hearth.messaging.buses.api;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.eventbridge.model.CreateApiDestinationRequest;
import software.amazon.awssdk.services.eventbridge.model.CreateApiDestinationResponse;

/// Makes an HTTP endpoint that rules can send events to.
final class CreateApiDestination
    implements Operation<CreateApiDestinationRequest, CreateApiDestinationResponse> {
  private final ApiDestinations destinations;

  CreateApiDestination(ApiDestinations destinations) {
    this.destinations = destinations;
  }

  @Override
  public Access access(CreateApiDestinationRequest input, Call call) {
    return ApiDestinations.access("events:CreateApiDestination", call, input.name());
  }

  @Override
  public CreateApiDestinationResponse run(CreateApiDestinationRequest input, Call call) {
    var destination = destinations.create(call, input);
    return CreateApiDestinationResponse.builder()
        .apiDestinationArn(destination.apiDestinationArn())
        .apiDestinationState(destination.apiDestinationState())
        .creationTime(destination.creationTime())
        .lastModifiedTime(destination.lastModifiedTime())
        .build();
  }
}
