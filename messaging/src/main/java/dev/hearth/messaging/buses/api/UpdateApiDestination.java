package dev.hearth.messaging.buses.api;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.eventbridge.model.UpdateApiDestinationRequest;
import software.amazon.awssdk.services.eventbridge.model.UpdateApiDestinationResponse;

/// Changes an HTTP endpoint; what is left out stays.
final class UpdateApiDestination
    implements Operation<UpdateApiDestinationRequest, UpdateApiDestinationResponse> {
  private final ApiDestinations destinations;

  UpdateApiDestination(ApiDestinations destinations) {
    this.destinations = destinations;
  }

  @Override
  public Access access(UpdateApiDestinationRequest input, Call call) {
    return ApiDestinations.access("events:UpdateApiDestination", call, input.name());
  }

  @Override
  public UpdateApiDestinationResponse run(UpdateApiDestinationRequest input, Call call) {
    var destination = destinations.update(call, input);
    return UpdateApiDestinationResponse.builder()
        .apiDestinationArn(destination.apiDestinationArn())
        .apiDestinationState(destination.apiDestinationState())
        .creationTime(destination.creationTime())
        .lastModifiedTime(destination.lastModifiedTime())
        .build();
  }
}
